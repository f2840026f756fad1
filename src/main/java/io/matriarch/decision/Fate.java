package io.matriarch.decision;

import io.matriarch.cluster.Moment;
import java.util.Optional;

/**
 * What a node remembers of its own end.
 *
 * @param handOverAgain after a hand-over of its own that failed, not before
 * @param broken since when it has been of no use, and no repair has helped
 */
record Fate(Optional<Moment> handOverAgain, Optional<Broken> broken) {

    static final Fate OPEN = new Fate(Optional.empty(), Optional.empty());

    /** Since when, and what went wrong at last. */
    record Broken(Moment since, String why) {}

    Fate handOverAgain(Moment at) {
        return new Fate(Optional.of(at), broken);
    }

    Fate broken(Optional<Broken> next) {
        return new Fate(handOverAgain, next);
    }

    boolean resting(Moment now) {
        return handOverAgain.filter(now::isBefore).isPresent();
    }
}
