package io.matriarch.agent;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.Upstream;
import io.matriarch.decision.Observation;
import io.matriarch.history.Ledger;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks after the permanent slots each few seconds: on the leader, and on whoever streams. */
final class SlotDuty {

    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Known known;
    private final Effects effects;
    private final Ledger ledger;
    private boolean running;
    private boolean planned;
    private boolean led;
    private @Nullable Moment askedAt;

    SlotDuty(Known known, Effects effects, Ledger ledger) {
        this.known = known;
        this.effects = effects;
        this.ledger = ledger;
    }

    /** Nothing is in a hurry here: it looks whenever the loop steps anyway. */
    void schedule(Observation seen, NodeSettings settings, Moment now) {
        planned |= !settings.slots().isEmpty();
        Moment last = askedAt;
        boolean due = last == null || now.reached(last.plus(EVERY));
        if (!planned || running || !due || seen.job().isPresent()) {
            return;
        }
        boolean leads =
                seen.tenure().validAt(now)
                        && seen.postgres().seen().orElse(null) instanceof PostgresView.Primary;
        Optional<Upstream> leader = leads ? Optional.empty() : leader(seen);
        if (leads || leader.isPresent()) {
            warn(leads);
            running = true;
            askedAt = now;
            effects.start(new Effect.TendSlots(leader));
        }
    }

    private static Optional<Upstream> leader(Observation seen) {
        boolean streams =
                seen.postgres().seen().orElse(null) instanceof PostgresView.Standby s
                        && s.streaming();
        return streams
                ? seen.store()
                        .seen()
                        .flatMap(
                                view ->
                                        view.lease()
                                                .map(LeaseView::holder)
                                                .map(view.members()::get))
                        .filter(member -> !member.name().equals(seen.me().name()))
                        .map(m -> new Upstream(m.name(), m.host(), m.port()))
                : Optional.empty();
    }

    /** It was promoted before its copies were fit for it; only their consumers can tell. */
    private void warn(boolean leads) {
        if (leads && !led && !known.slots.unsafe().isEmpty()) {
            ledger.warn(
                    "the slots %s may be unsafe: rows of the catalog that they begin at may be gone; look at their consumers"
                            .formatted(String.join(", ", known.slots.unsafe())));
        }
        led = leads;
    }

    void ended(SlotView view) {
        running = false;
        if (!view.trouble().isEmpty() && !view.trouble().equals(known.slots.trouble())) {
            ledger.warn(view.trouble());
        }
        known.slots = view;
    }
}
