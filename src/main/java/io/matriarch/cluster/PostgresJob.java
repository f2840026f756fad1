package io.matriarch.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Work on the server that takes time; one at a time, and a safety action cancels it. */
public sealed interface PostgresJob {

    /** initdb with checksums and scram, the cluster's roles, and a start as primary. */
    record Initialize(boolean restore) implements PostgresJob {
        public Initialize() {
            this(false);
        }
    }

    /** A copy of {@code source} by pg_basebackup, then a start as standby of {@code leader}. */
    record Clone(Upstream source, Upstream leader) implements PostgresJob {
        /** Of the leader itself. */
        public Clone(Upstream source) {
            this(source, source);
        }
    }

    /**
     * The newest fit base backup of the archive and the log since, then a start as standby. Fails
     * soon when the archive is not the better way; without a source, whenever it is no way at all.
     */
    record Restore(Optional<Upstream> source) implements PostgresJob {}

    record StartPrimary() implements PostgresJob {}

    /** Starts read-only; without an upstream it replays what it has and waits. */
    record StartStandby(Optional<Upstream> upstream) implements PostgresJob {}

    /** Ends after {@code within} at the latest: what has not stopped by then is killed. */
    record Stop(Mode mode, Duration within) implements PostgresJob {
        /** FAST: a shutdown checkpoint, all sent to the standbys. KILL: SIGKILL to everything. */
        public enum Mode {
            FAST,
            IMMEDIATE,
            KILL
        }
    }

    /** Refused by the dead man's switch unless it is armed and its deadline is ahead (S8). */
    record Promote() implements PostgresJob {}

    /** A streaming or waiting standby gets another upstream, by a reload. */
    record Follow(Upstream upstream) implements PostgresJob {}

    /**
     * A standby receives nothing any more until it follows somebody again. Done means that its
     * stream has ended, and that it does not begin anew by itself.
     */
    record Detach() implements PostgresJob {}

    /** Rewinds when timeline history demands it, then starts as standby of {@code source} (S11). */
    record Rejoin(Upstream source) implements PostgresJob {}

    record Checkpoint() implements PostgresJob {}

    /** A physical slot for each of the members, so that a restarted one finds its WAL. */
    record KeepSlots(Set<NodeName> members) implements PostgresJob {
        public KeepSlots {
            members = Set.copyOf(members);
        }
    }

    /**
     * Has a primary wait for other standbys (S9). Done means in effect: no commit is acknowledged
     * any more by what was in force before.
     */
    record Synchronize(SyncWait commits) implements PostgresJob {}

    /** What the job is called in sentences: "cloning from n1". */
    default String words() {
        return switch (this) {
            case Initialize(var restore) ->
                    restore ? "restoring what was archived" : "running initdb";
            case Clone(var source, _) -> "cloning from " + source.name();
            case Restore(var source) ->
                    "restoring from the archive"
                            + source.map(s -> " to follow " + s.name()).orElse("");
            case StartPrimary _ -> "starting PostgreSQL as primary";
            case StartStandby(var up) ->
                    up.map(u -> "starting PostgreSQL as standby of " + u.name())
                            .orElse("starting PostgreSQL read-only");
            case Stop(var mode, _) ->
                    "stopping PostgreSQL (" + mode.name().toLowerCase(java.util.Locale.ROOT) + ")";
            case Promote _ -> "promoting";
            case Follow(var up) -> "pointing at " + up.name();
            case Detach _ -> "ending the stream from the last leader";
            case Rejoin(var source) -> "rejoining " + source.name();
            case Checkpoint _ -> "running a checkpoint";
            case KeepSlots _ -> "making replication slots";
            case Synchronize(var wait) -> "having commits wait for " + wait.words();
        };
    }
}
