package io.matriarch.decision;

import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Moment;

/**
 * What is known of a machine that was to be stopped.
 *
 * @param epoch of this node's lease when it was asked: under a later one the machine may run again
 * @param at when the answer came
 * @param failures in a row
 */
public record Fence(long epoch, Fenced outcome, Moment at, int failures) {}
