package io.matriarch.decision;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import java.util.Optional;

/**
 * Restarts that standbys need by themselves.
 *
 * @param wish since when this one needs one
 * @param leaving since when it may, and asks to be let out of the sync set
 * @param restarted when it did so last
 * @param given whom this leader gave the newest turn
 */
record TurnMemory(
        Optional<Moment> wish,
        Optional<Moment> leaving,
        Optional<Moment> restarted,
        Optional<Given> given) {

    static final TurnMemory NOTHING =
            new TurnMemory(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * @param over since when it is back, or has taken too long
     */
    record Given(NodeName member, Moment since, Optional<Moment> over) {
        Given(NodeName member, Moment since) {
            this(member, since, Optional.empty());
        }

        Given ending(boolean ends, Moment now) {
            return ends ? new Given(member, since, over.or(() -> Optional.of(now))) : this;
        }
    }

    TurnMemory wishing(Optional<Moment> since) {
        return new TurnMemory(
                since, since.isEmpty() ? Optional.empty() : leaving, restarted, given);
    }

    TurnMemory leaving(Moment since) {
        return new TurnMemory(wish, Optional.of(since), restarted, given);
    }

    TurnMemory restarted(Moment now) {
        return new TurnMemory(wish, leaving, Optional.of(now), given);
    }

    TurnMemory giving(Optional<Given> next) {
        return new TurnMemory(wish, leaving, restarted, next);
    }
}
