package io.matriarch.backup;

import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Port: the base backups of one prefix. Calls block; an interrupt ends them soon. What fails is an
 * {@link IOException} whose message is one line for an operator.
 */
public interface BaseBackups {

    /**
     * What to take.
     *
     * @param permanent retention shall leave it alone
     * @param rate bytes of the database in a second at most
     */
    record Order(boolean permanent, OptionalLong rate, Leader leader) {}

    /** What a backup asks of the leader; what does not come of it is waited for. */
    interface Leader {

        /** Has it end its segment, so that the last log is archived soon. */
        void endSegment();

        /** Has it make a checkpoint: a replica of an idle cluster has no new one to begin at. */
        default void checkpoint() {}
    }

    /**
     * Where a backup is proven.
     *
     * @param scratch a directory of its own, removed afterwards
     * @param restoreCommand as in postgresql.conf
     * @param host what an attempt says of where it was made
     */
    record Proving(Path binDir, Path scratch, String restoreCommand, String host) {}

    /** How much was deleted. */
    record Deleted(List<String> backups, int segments) {}

    /** The finished ones, oldest first. */
    List<BaseBackup> list() throws IOException;

    /** When the newest was stored; cheaper than a list. */
    Optional<Instant> newest() throws IOException;

    /** Which points in time can be restored. */
    Reach reach() throws IOException;

    /** The past of a timeline; empty when the archive does not tell it. */
    default Optional<Lineage> lineage(Timeline timeline) throws IOException {
        return Optional.empty();
    }

    /** The past of the newest timeline that comes after this one; empty when nobody knows it. */
    default Optional<Lineage> newestLineage(Timeline from) throws IOException {
        return Optional.empty();
    }

    /** True when nothing is archived there, neither backups nor log. */
    boolean isEmpty() throws IOException;

    /** A backup that some node is taking now. */
    Optional<String> underWay() throws IOException;

    /** False when other nodes' work is not seen: then no node steps in for another by itself. */
    default boolean tellsUnderWay() {
        return true;
    }

    /**
     * Takes one. Nobody sees it before it is whole and its log is archived; interrupted at any
     * instant it leaves nothing that stays.
     *
     * @return its name
     */
    String take(BackupSource source, Order order, Progress progress)
            throws IOException, InterruptedException;

    /**
     * Unpacks one, with all that it rests on, into {@code dataDir}, which is absent or empty.
     *
     * @param tablespaces a directory for all of them; where they were when empty
     */
    void restore(String name, Path dataDir, Optional<Path> tablespaces, Progress progress)
            throws IOException, InterruptedException;

    /**
     * Restores one beside the running server, recovers it, checks it, and remembers how that ended.
     *
     * @throws NotEnoughRoom when it was not begun, because the disk has no room for it
     */
    BaseBackup.Proof verify(String name, Proving proving, Progress progress)
            throws IOException, InterruptedException;

    /** Deletes one that nothing rests on, and the log that no other needs. */
    Deleted delete(String name) throws IOException;

    /** Deletes what retention no longer wants, and what unfinished backups left. */
    Deleted thinOut(Retention retention) throws IOException;
}
