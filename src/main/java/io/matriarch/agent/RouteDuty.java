package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Domain;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.RoutesView;
import io.matriarch.cluster.Tenure;
import io.matriarch.decision.Observation;
import io.matriarch.history.Ledger;
import io.matriarch.routing.Arrival;
import io.matriarch.routing.RoutePlan;
import io.matriarch.routing.Routed;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the names of the cluster in place for as long as this node leads: compared each few
 * seconds, not only when it began to, so that nothing that somebody else wrote stays (S13).
 */
final class RouteDuty {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration NEWS = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(40);

    private final Effects effects;
    private final Ledger ledger;
    private final RouteSpread spread;
    private boolean off;
    private boolean leads;
    private boolean running;
    private int failures;
    private String trouble = "";
    private @Nullable RoutePlan asked;
    private @Nullable Moment askedAt;
    private boolean compared;
    private String change = "";
    private long changedMillis;
    private Optional<Domain> domain = Optional.empty();
    private @Nullable Sources sources;
    private Optional<RoutePlan> newest = Optional.empty();

    /** What a plan is made of. */
    private record Sources(long epoch, Reading<ClusterView> store, Reading<PostgresView> server) {

        boolean are(long epoch, Observation seen) {
            return this.epoch == epoch && store == seen.store() && server == seen.postgres();
        }
    }

    RouteDuty(Effects effects, Ledger ledger) {
        this.effects = effects;
        this.ledger = ledger;
        this.spread = new RouteSpread(effects, ledger);
    }

    /** This node does not lead: what it knows of the routes is old. */
    void rest() {
        leads = false;
        compared = false;
        trouble = "";
        spread.forget();
    }

    /**
     * Starts a round when one is due.
     *
     * @return when the next one is; empty while this node does not lead
     */
    Optional<Moment> schedule(Observation seen, Moment now) {
        leads = seen.tenure().validAt(now);
        if (off || !leads || !(seen.tenure() instanceof Tenure.Held held)) {
            rest();
            return Optional.empty();
        }
        Optional<Moment> round = round(seen, held, now);
        Optional<Moment> look = spread.schedule(now);
        return round.isPresent() ? round.map(r -> look.map(r::min).orElse(r)) : look;
    }

    private Optional<Moment> round(Observation seen, Tenure.Held held, Moment now) {
        if (running) {
            return Optional.of(now.plus(EVERY));
        }
        Moment earliest = earliest(held, now);
        if (now.isBefore(earliest)) {
            return Optional.of(earliest);
        }
        Optional<RoutePlan> plan = newest(seen, held);
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        Moment due = due(plan.get(), now);
        if (now.isBefore(due)) {
            return Optional.of(due);
        }
        running = true;
        asked = plan.get();
        askedAt = now;
        effects.start(new Effect.Route(plan.get(), held.until()));
        return Optional.of(now.plus(EVERY));
    }

    /** Before this no plan is worth making, whatever it says. */
    private Moment earliest(Tenure.Held held, Moment now) {
        RoutePlan last = asked;
        Moment at = askedAt;
        return last != null && at != null && last.epoch() == held.lease().epoch()
                ? at.plus(NEWS)
                : now;
    }

    /** News do not wait, unless the last round failed; a new lease never waits. */
    private Moment due(RoutePlan plan, Moment now) {
        RoutePlan last = asked;
        Moment at = askedAt;
        if (last == null || at == null || last.epoch() != plan.epoch()) {
            return now;
        }
        if (failures > 0) {
            Duration pause = EVERY.multipliedBy(1L << Math.min(failures - 1, 4));
            return at.plus(
                    scattered(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause, plan));
        }
        return last.equals(plan) ? at.plus(EVERY) : at.plus(NEWS);
    }

    /**
     * Half of it to one and a half. Who was throttled together must not come again together, and
     * without chance of its own a node is told from others by its name.
     */
    private Duration scattered(Duration pause, RoutePlan plan) {
        int mixed = Objects.hash(plan.leader().value(), plan.epoch(), failures) * 0x9E3779B9;
        long thousandths = 500 + Integer.remainderUnsigned(mixed >>> 8, 1001);
        return pause.multipliedBy(thousandths).dividedBy(1000);
    }

    /** A plan is made anew only when something was read anew. */
    private Optional<RoutePlan> newest(Observation seen, Tenure.Held held) {
        long epoch = held.lease().epoch();
        if (sources == null || !sources.are(epoch, seen)) {
            sources = new Sources(epoch, seen.store(), seen.postgres());
            newest = RoutePlans.of(seen, held);
        }
        return newest;
    }

    void ended(Routed outcome, Moment now, long wallMillis) {
        running = false;
        switch (outcome) {
            case Routed.Off _ -> off = true;
            case Routed.InPlace(var where) -> well(where);
            case Routed.Written(var where, var what) -> {
                well(where);
                change = what;
                changedMillis = wallMillis;
                spread.begin(now);
                ledger.routed("routes written: " + what);
            }
            case Routed.Superseded(var epoch) ->
                    failed(
                            "the routes were written under the lease of epoch %d, which is later than mine"
                                    .formatted(epoch));
            case Routed.Failed(var why) -> failed(why);
        }
    }

    void arrived(Arrival arrival, Moment now) {
        spread.ended(arrival, now);
    }

    private void well(Domain where) {
        domain = Optional.of(where);
        compared = true;
        failures = 0;
        trouble = "";
    }

    private void failed(String why) {
        failures++;
        // What a former leader could not write is the next one's to write.
        if (leads && !why.equals(trouble)) {
            ledger.warn("the routes are not as they should be: " + why);
        }
        trouble = why;
    }

    /** What this node shows of them. */
    RoutesView view() {
        if (off || !leads || !compared && trouble.isEmpty()) {
            return RoutesView.notMine(domain);
        }
        RoutesView.State state =
                !trouble.isEmpty()
                        ? RoutesView.State.FAILING
                        : spread.isUnderway()
                                ? RoutesView.State.SPREADING
                                : RoutesView.State.IN_PLACE;
        return new RoutesView(
                state,
                domain,
                change,
                changedMillis,
                spread.took(),
                trouble.isEmpty() ? spread.trouble() : trouble);
    }
}
