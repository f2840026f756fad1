package io.matriarch.backup;

import java.nio.file.Path;
import java.time.Duration;

/** Where the write-ahead log outlives every node. */
public interface WalArchive extends AutoCloseable {

    /**
     * Stores a segment, or a {@code .history}, {@code .partial} or {@code .backup} file.
     *
     * @param file in {@code pg_wal}; its name is the name in the archive
     */
    Shipped ship(Path file);

    /**
     * Stores what the archive lacks of the log that this node received as a standby: a former
     * leader may have been gone before it had shipped it. For a node that has begun to lead.
     */
    Shipped fillGaps(Path walFolder);

    /**
     * Brings a file of the archive. What is not done in time goes on, for the next call to find.
     *
     * @param name as PostgreSQL asks for it
     * @param target replaced in one step; never half written
     * @param within after this the answer is {@link Fetched.Failed}
     */
    Fetched fetch(String name, Path target, Duration within);

    @Override
    void close();
}
