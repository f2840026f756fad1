package io.matriarch.decision;

import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps a lease that is held, whatever else goes on: renewals, and near the end the failsafe. */
final class Heartbeat {

    private Heartbeat() {}

    static List<Action> beat(Observation seen, Tenure.Held held, NodeSettings settings) {
        List<Action> actions = new ArrayList<>();
        LeaseDraft draft = new LeaseDraft(seen, settings);
        if (!seen.writing() && renewalDue(seen, held, settings.timers())) {
            actions.add(write(seen, held, draft));
        }
        if (!seen.asking() && failsafeDue(seen, held, settings.timers())) {
            actions.add(new Action.AskFailsafe());
        }
        return actions;
    }

    /** When the heart beats next. */
    static Moment next(Observation seen, LeaseTimers timers) {
        return seen.lastWrite().map(at -> at.plus(timers.beat())).orElse(seen.now());
    }

    private static boolean renewalDue(Observation seen, Tenure.Held held, LeaseTimers timers) {
        return seen.now().reached(next(seen, timers)) || news(seen, held);
    }

    /** What others must know at once: a new timeline, or the identifier after the first initdb. */
    private static boolean news(Observation seen, Tenure.Held held) {
        return seen.server().orElse(null) instanceof PostgresView.Primary primary
                && (primary.timeline().isAfter(held.lease().timeline())
                        || !held.lease().systemId().isKnown());
    }

    /**
     * Somebody emptied the table while this node leads by a lease that is still valid: nobody else
     * can have a right to it yet, so the item is written anew, one epoch up.
     */
    private static Action write(Observation seen, Tenure.Held held, LeaseDraft draft) {
        Optional<LeaseView> mine =
                seen.lease().filter(l -> seen.me().holds(l) && l.epoch() == held.lease().epoch());
        // An emptied table has forgotten how high the epochs were; the routes have not.
        if (mine.isPresent() && seen.outranked() > held.lease().epoch()) {
            return new Action.Take(draft.above(mine.get(), seen.outranked()), mine);
        }
        boolean wiped = seen.store() instanceof Reading.Seen<?> && seen.lease().isEmpty();
        return wiped
                ? new Action.Take(draft.taking(held.lease()), Optional.empty())
                : new Action.Renew(draft.renewing(held.lease()));
    }

    private static boolean failsafeDue(Observation seen, Tenure.Held held, LeaseTimers timers) {
        Duration unconfirmed = seen.now().since(held.confirmed());
        boolean pausing =
                seen.lastAsked()
                        .map(at -> seen.now().isBefore(at.plus(timers.watchEvery())))
                        .orElse(false);
        // A store that answers needs no failsafe: it is the switch that confirms nothing, and a
        // promise would only keep the others from leading.
        boolean switchSilent = seen.unarmed() > 0 && seen.store().seen().isPresent();
        return unconfirmed.compareTo(timers.failsafeAfter()) >= 0 && !pausing && !switchSilent;
    }
}
