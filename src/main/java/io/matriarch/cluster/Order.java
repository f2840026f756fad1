package io.matriarch.cluster;

import java.time.Duration;
import java.util.Optional;

/** What an operator asked of one member's PostgreSQL. */
public sealed interface Order {

    /** Unique, so that an answer names its question. */
    String id();

    /**
     * Stop and start in place: whoever leads goes on leading, on the same timeline.
     *
     * @param timeout it must have come back within this span; else it counts as failed, and a
     *     leader that cannot start gives its lease to a member that can lead
     */
    record Restart(String id, RestartFilter when, Duration timeout) implements Order {}

    /**
     * The data directory is built anew, never a leader's.
     *
     * @param force gives up a copy or a rewind that is under way
     */
    record Reinitialize(String id, CopySource from, boolean force) implements Order {}

    /** What it is called in sentences: "the restart". */
    default String words() {
        return switch (this) {
            case Restart _ -> "restart";
            case Reinitialize _ -> "reinitialization";
        };
    }

    /** Where a new data directory comes from. */
    sealed interface CopySource {
        record Leader() implements CopySource {}

        record Archive() implements CopySource {}

        /** Another replica, say, so that the leader is spared. */
        record Named(NodeName member) implements CopySource {}
    }

    /** What a member is; LEADER is a primary or a standby leader. */
    enum Role {
        LEADER("the leader"),
        PRIMARY("the primary"),
        STANDBY_LEADER("the standby leader"),
        REPLICA("a replica");

        private final String words;

        Role(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean includes(Role is) {
            return this == is || (this == LEADER && is != REPLICA);
        }
    }

    /**
     * Only then; all of them must hold.
     *
     * @param role only when it has this one
     * @param below only when its version is an older one, as a number such as 150004
     * @param pending only when a setting waits for a restart
     */
    record RestartFilter(Optional<Role> role, Optional<Integer> below, boolean pending) {
        public static final RestartFilter ALWAYS =
                new RestartFilter(Optional.empty(), Optional.empty(), false);

        /** What does not hold, as the end of a sentence; empty when all do. */
        public Optional<String> unmet(Role is, int version, boolean isPending) {
            if (role.isPresent() && !role.get().includes(is)) {
                return Optional.of("it is " + is.words());
            }
            if (below.isPresent() && version >= below.get()) {
                return Optional.of("its version is %d already".formatted(version));
            }
            return pending && !isPending
                    ? Optional.of("no setting waits for a restart")
                    : Optional.empty();
        }
    }
}
