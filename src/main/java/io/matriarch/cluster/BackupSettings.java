package io.matriarch.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the archive is written and kept.
 *
 * @param compression lz4 or zstd
 * @param every between two base backups; empty when none is taken on schedule
 * @param retainCount so many full ones stay; all when neither this nor the days are set
 * @param retainDays every point in time of so many days stays within reach
 * @param rateLimit bytes of the database in a second
 * @param replicaSize a database of at least so many bytes comes to a new replica from here
 * @param proveEvery between two restores that prove the newest one; none on schedule when empty
 */
public record BackupSettings(
        String compression,
        Optional<Duration> every,
        OptionalInt retainCount,
        OptionalInt retainDays,
        OptionalLong rateLimit,
        long replicaSize,
        Optional<Duration> proveEvery) {}
