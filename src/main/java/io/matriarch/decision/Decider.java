package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one entry: what is seen, what is remembered, what to do and why. Pure. */
public final class Decider {

    private Decider() {}

    public static Decision decide(Observation seen, Memory memory, NodeSettings settings) {
        Memory before = Ordering.before(seen, memory);
        Decision decision = decided(seen, updated(seen, before, settings), settings);
        return Halt.noted(Ordering.after(seen, before, decision, settings));
    }

    private static Memory updated(Observation seen, Memory memory, NodeSettings settings) {
        Memory watched = Health.update(seen, Watching.update(seen, memory));
        Memory synced = SyncWatch.update(seen, Replacing.update(seen, watched), settings);
        return Halt.update(seen, Turns.update(seen, synced, settings));
    }

    private static Decision decided(Observation seen, Memory now, NodeSettings settings) {
        Optional<Decision> unguarded = Unguarded.decide(seen, now, settings);
        if (unguarded.isPresent()) {
            return unguarded.get();
        }
        if (seen.tenure() instanceof Tenure.Held held && held.validAt(seen.now())) {
            List<Action> beat = new ArrayList<>(Heartbeat.beat(seen, held, settings));
            beat.addAll(Chronicling.due(seen, now));
            beat.addAll(Fencing.due(seen, settings, held));
            Departing.word(seen, now).ifPresent(beat::add);
            Joining.word(seen, now, settings).ifPresent(beat::add);
            Decision decision =
                    seen.stopping()
                            ? Leaving.leading(seen, now, settings, held)
                            : leading(seen, now, settings, held);
            return decision.after(beat);
        }
        if (seen.job().map(running -> takesWrites(running.job())).orElse(false)) {
            return Decision.of(
                    now,
                    "stopping PostgreSQL at once: the lease ended while "
                            + seen.job().get().job().words(),
                    new Action.StopAtOnce());
        }
        if (seen.stopping()) {
            return Leaving.following(seen, now, settings);
        }
        Decision decision =
                Unguarded.held(
                        seen,
                        now,
                        Pausing.held(seen, now, settings, withoutTenure(seen, now, settings)));
        boolean leads = decision.actions().stream().anyMatch(Action.LeaseAction.class::isInstance);
        List<Action> first = new ArrayList<>(leads ? List.of() : Unguarded.rest(seen));
        // What this very round begins is not seen yet.
        if (!leads && decision.actions().stream().noneMatch(Action.Run.class::isInstance)) {
            Departing.word(seen, now).ifPresent(first::add);
        }
        Replacing.word(seen, now, settings).ifPresent(first::add);
        Joining.word(seen, now, settings).ifPresent(first::add);
        return decision.after(first);
    }

    private static Decision leading(
            Observation seen, Memory now, NodeSettings settings, Tenure.Held held) {
        return Pausing.order(seen, now, settings, held)
                .orElseGet(
                        () ->
                                Pausing.held(
                                        seen,
                                        now,
                                        settings,
                                        Leading.decide(seen, now, settings, held)));
    }

    private static Decision withoutTenure(Observation seen, Memory now, NodeSettings settings) {
        return switch (seen.store()) {
            case Reading.Missing<ClusterView>(var why) -> Blind.decide(seen, now, settings, why);
            case Reading.Seen<ClusterView>(var view, _) ->
                    view.lease()
                            .map(lease -> withLease(seen, now, settings, lease))
                            .orElseGet(() -> Founding.decide(seen, now, settings));
        };
    }

    /** Its end may be a primary that takes writes, whatever the newest look says. */
    static boolean takesWrites(PostgresJob job) {
        return switch (job) {
            case PostgresJob.Initialize _, PostgresJob.StartPrimary _, PostgresJob.Promote _ ->
                    true;
            case PostgresJob.Clone _,
                    PostgresJob.Restore _,
                    PostgresJob.StartStandby _,
                    PostgresJob.Stop _,
                    PostgresJob.Follow _,
                    PostgresJob.Detach _,
                    PostgresJob.Rejoin _,
                    PostgresJob.Checkpoint _,
                    PostgresJob.KeepSlots _,
                    PostgresJob.Synchronize _ ->
                    false;
        };
    }

    private static Decision withLease(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease) {
        if (seen.me().holds(lease) || seen.me().mayAdopt(lease)) {
            return Returning.decide(seen, memory, settings, lease);
        }
        if (lease.released() || Watching.expired(lease, memory, seen.now())) {
            return Pausing.racing(seen, memory, settings, lease)
                    .orElseGet(() -> Racing.decide(seen, memory, settings, lease));
        }
        return Following.decide(seen, memory, settings, lease);
    }
}
