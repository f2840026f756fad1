package io.matriarch.cli;

import java.time.Instant;
import java.util.Optional;

/**
 * What {@code matriarch restore} was told; at most one target.
 *
 * @param from {@code s3://bucket/path} of the archive; the cluster's own when empty
 * @param pause at the target, instead of taking writes
 * @param timeline as PostgreSQL's recovery_target_timeline
 */
public record RestoreOrder(
        Optional<String> from,
        Optional<Instant> time,
        Optional<String> lsn,
        Optional<String> name,
        boolean pause,
        String timeline) {}
