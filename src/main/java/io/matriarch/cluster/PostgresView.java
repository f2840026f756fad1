package io.matriarch.cluster;

import java.util.List;
import java.util.Optional;

/** The server beside this agent, as one look with a deadline found it. */
public sealed interface PostgresView {

    /** No data directory, or an empty one. */
    record Absent() implements PostgresView {}

    /** Something is there that must not be touched; {@code why} names it. */
    record Unusable(String why) implements PostgresView {}

    /**
     * A data directory without a server.
     *
     * @param standby true when a {@code standby.signal} lies in it
     */
    record Down(ControlData control, boolean standby) implements PostgresView {}

    /** The process is there and says that it does not take connections yet. */
    record Starting(boolean standby, SystemId systemId) implements PostgresView {}

    /**
     * The process is there and does not answer.
     *
     * @param working true when its processes used the CPU since the look before: load, not a hang
     */
    record Silent(String why, boolean working, boolean standby, SystemId systemId)
            implements PostgresView {}

    /**
     * It takes writes.
     *
     * @param checkpointed true when a checkpoint has ended since the promotion: rewinding nodes
     *     wait for it (S11)
     * @param startedAt wall clock, for people only
     * @param commits what is in effect for commits and clients
     * @param hasty clients that do not wait
     * @param pending which parameters wait for a restart
     */
    record Primary(
            SystemId systemId,
            Timeline timeline,
            Lsn position,
            boolean checkpointed,
            boolean pendingRestart,
            List<Follower> followers,
            int version,
            String startedAt,
            SyncWait commits,
            Hasty hasty,
            List<PendingSetting> pending)
            implements PostgresView {

        /** One whose clients all wait. */
        public Primary(
                SystemId systemId,
                Timeline timeline,
                Lsn position,
                boolean checkpointed,
                boolean pendingRestart,
                List<Follower> followers,
                int version,
                String startedAt,
                SyncWait commits) {
            this(
                    systemId,
                    timeline,
                    position,
                    checkpointed,
                    pendingRestart,
                    followers,
                    version,
                    startedAt,
                    commits,
                    Hasty.NOBODY,
                    List.of());
        }

        public Primary {
            followers = List.copyOf(followers);
            pending = List.copyOf(pending);
        }
    }

    /**
     * It replays; {@code upstream} is where its configuration points.
     *
     * @param whole it has read all that is on its disk, and receives nothing: it holds no more than
     *     its position says, and will not, until it follows somebody again
     * @param pending which parameters wait for a restart
     * @param followers who streams from it
     */
    record Standby(
            SystemId systemId,
            Timeline timeline,
            Lsn received,
            Lsn replayed,
            boolean streaming,
            boolean pendingRestart,
            Optional<Upstream> upstream,
            int version,
            String startedAt,
            Optional<String> replayedAt,
            boolean replayPaused,
            boolean whole,
            List<PendingSetting> pending,
            List<Follower> followers)
            implements PostgresView {

        /** One that may hold more than its position says. */
        public Standby(
                SystemId systemId,
                Timeline timeline,
                Lsn received,
                Lsn replayed,
                boolean streaming,
                boolean pendingRestart,
                Optional<Upstream> upstream,
                int version,
                String startedAt,
                Optional<String> replayedAt,
                boolean replayPaused) {
            this(
                    systemId,
                    timeline,
                    received,
                    replayed,
                    streaming,
                    pendingRestart,
                    upstream,
                    version,
                    startedAt,
                    replayedAt,
                    replayPaused,
                    false,
                    List.of(),
                    List.of());
        }

        public Standby {
            pending = List.copyOf(pending);
            followers = List.copyOf(followers);
        }

        public Lsn position() {
            return received.max(replayed);
        }
    }

    /** Who streams from it, as far as it says. */
    default List<Follower> followers() {
        return List.of();
    }

    /** Which parameters wait for a restart, as far as it says. */
    default List<PendingSetting> pending() {
        return List.of();
    }

    /** The position for a race; zero where there is none to speak of. */
    default Lsn position() {
        return switch (this) {
            case Primary p -> p.position();
            case Standby s -> s.received().max(s.replayed());
            case Down d -> d.control().position();
            case Absent _, Unusable _, Starting _, Silent _ -> Lsn.ZERO;
        };
    }

    default Timeline timeline() {
        return switch (this) {
            case Primary p -> p.timeline();
            case Standby s -> s.timeline();
            case Down d -> d.control().timeline();
            case Absent _, Unusable _, Starting _, Silent _ -> Timeline.NONE;
        };
    }

    default SystemId systemId() {
        return switch (this) {
            case Primary p -> p.systemId();
            case Standby s -> s.systemId();
            case Down d -> d.control().systemId();
            case Starting s -> s.systemId();
            case Silent s -> s.systemId();
            case Absent _, Unusable _ -> SystemId.NONE;
        };
    }

    /** True when a server process exists. */
    default boolean hasProcess() {
        return switch (this) {
            case Primary _, Standby _, Starting _, Silent _ -> true;
            case Absent _, Unusable _, Down _ -> false;
        };
    }
}
