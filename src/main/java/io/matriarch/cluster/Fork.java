package io.matriarch.cluster;

/**
 * Where a timeline left the one before it.
 *
 * @param parent the timeline that ended
 * @param switchPoint where it ended
 * @param reason PostgreSQL's words
 */
public record Fork(Timeline parent, Lsn switchPoint, String reason) {}
