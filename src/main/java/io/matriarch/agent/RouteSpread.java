package io.matriarch.agent;

import io.matriarch.cluster.Moment;
import io.matriarch.history.Ledger;
import io.matriarch.routing.Arrival;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks how far the newest change of the routes has come, until every name server answers by it:
 * each two seconds at first, so that the time is measured, then seldom, and then no more.
 */
final class RouteSpread {

    private static final Duration OFTEN = Duration.ofSeconds(2);
    private static final Duration SELDOM = Duration.ofSeconds(15);

    /** Route53 says that a change is everywhere within one minute. */
    private static final Duration USUAL = Duration.ofMinutes(2);

    private static final Duration ENOUGH = Duration.ofMinutes(15);

    private final Effects effects;
    private final Ledger ledger;
    private boolean asking;
    private String trouble = "";
    private OptionalLong took = OptionalLong.empty();
    private @Nullable Moment written;
    private @Nullable Moment asked;

    RouteSpread(Effects effects, Ledger ledger) {
        this.effects = effects;
        this.ledger = ledger;
    }

    /** A change has been made: whatever was on its way before has been overtaken. */
    void begin(Moment now) {
        written = now;
        asked = now;
        trouble = "";
        took = OptionalLong.empty();
    }

    /** This node leads no more: the next leader's changes are others. */
    void forget() {
        written = null;
        trouble = "";
        took = OptionalLong.empty();
    }

    /**
     * Asks when that is due.
     *
     * @return when it is due next; empty while nothing is on its way
     */
    Optional<Moment> schedule(Moment now) {
        Moment since = written;
        Moment last = asked;
        if (since == null || last == null) {
            return Optional.empty();
        }
        Duration age = now.since(since);
        if (age.compareTo(ENOUGH) > 0) {
            written = null;
            return Optional.empty();
        }
        Moment due = last.plus(age.compareTo(USUAL) > 0 ? SELDOM : OFTEN);
        if (asking || now.isBefore(due)) {
            return Optional.of(asking ? now.plus(OFTEN) : due);
        }
        asking = true;
        asked = now;
        effects.start(new Effect.SeeRoutes());
        return Optional.of(now.plus(OFTEN));
    }

    void ended(Arrival arrival, Moment now) {
        asking = false;
        Moment since = written;
        // An answer to a question from before the newest change says nothing about that one.
        if (since == null || asked == null || !since.isBefore(asked)) {
            return;
        }
        switch (arrival) {
            case Arrival.Everywhere _ -> arrived(now.since(since));
            case Arrival.Underway _ -> trouble = "";
            case Arrival.Unknown(var why) -> unknown(why);
        }
    }

    private void arrived(Duration span) {
        written = null;
        trouble = "";
        took = OptionalLong.of(span.toMillis());
        ledger.routed(
                String.format(
                        Locale.ROOT,
                        "routes are the same everywhere, %.1f s after they were written",
                        span.toMillis() / 1000.0));
    }

    /** It is written all the same: only nobody knows how far it has come. */
    private void unknown(String why) {
        if (!why.equals(trouble)) {
            ledger.warn("the routes are written, and how far they have come is not known: " + why);
        }
        trouble = why;
    }

    boolean isUnderway() {
        return written != null;
    }

    /** Milliseconds that the newest change took. */
    OptionalLong took() {
        return took;
    }

    /** Why nobody knows how far it has come; empty when that is known. */
    String trouble() {
        return trouble;
    }
}
