package io.matriarch.decision;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.PostgresJob;

/** The job under way, and since when. */
public record RunningJob(PostgresJob job, Moment since) {}
