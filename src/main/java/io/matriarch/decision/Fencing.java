package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The machine of a leader that vanished is stopped by the next one. Safety needs none of it while
 * the lease and the switch do their work; it is the last resort where one of them does not.
 */
public final class Fencing {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration RECENT = Duration.ofSeconds(5);

    private Fencing() {}

    /** Whom a lease of {@code epoch} must name that this node writes after {@code last}. */
    static Set<NodeName> owed(Observation seen, NodeSettings settings, LeaseView last, long epoch) {
        if (settings.fencing() == FenceMode.OFF) {
            return Set.of();
        }
        if (epoch == last.epoch()) {
            return left(seen, settings, last);
        }
        Set<NodeName> next = new TreeSet<>(last.fence());
        // Whoever gave the lease back had stopped PostgreSQL before, and runs in order.
        if (!last.released()) {
            next.add(last.holder());
        }
        next.remove(settings.self());
        return next;
    }

    /** Whom this lease names, and who may still run. */
    private static Set<NodeName> left(Observation seen, NodeSettings settings, LeaseView lease) {
        Set<NodeName> left = new TreeSet<>(stillOn(lease, seen.fences(), settings));
        boolean promoted = seen.server().orElse(null) instanceof PostgresView.Primary;
        if (promoted || settings.fencing() == FenceMode.BACKGROUND) {
            left.removeIf(name -> follows(seen, name));
        }
        return left;
    }

    private static Set<NodeName> stillOn(
            LeaseView lease, Map<NodeName, Fence> fences, NodeSettings settings) {
        Set<NodeName> on = new TreeSet<>(lease.fence());
        on.remove(settings.self());
        on.removeIf(
                name ->
                        known(lease, fences, name)
                                .filter(f -> f.outcome() instanceof Fenced.Off)
                                .isPresent());
        return on;
    }

    private static Optional<Fence> known(
            LeaseView lease, Map<NodeName, Fence> fences, NodeName name) {
        return Optional.ofNullable(fences.get(name)).filter(f -> f.epoch() == lease.epoch());
    }

    /** Its agent has just said that it neither leads nor takes writes: nothing is left to stop. */
    private static boolean follows(Observation seen, NodeName name) {
        return seen.peers().get(name) instanceof Reading.Seen<PeerReport>(var report, var at)
                && seen.now().since(at).compareTo(RECENT) <= 0
                && !report.primary()
                && !report.holdsLease();
    }

    /** One machine at a time, asked again until it is off. */
    static List<Action> due(Observation seen, NodeSettings settings, Tenure.Held held) {
        if (seen.fencing() || settings.fencing() == FenceMode.OFF) {
            return List.of();
        }
        return left(seen, settings, held.lease()).stream()
                .filter(name -> !rests(seen, settings, held.lease(), name))
                .flatMap(
                        name ->
                                instance(seen, name).stream()
                                        .map(instance -> new Action.Fence(name, instance)))
                .limit(1)
                .map(Action.class::cast)
                .toList();
    }

    private static boolean rests(
            Observation seen, NodeSettings settings, LeaseView lease, NodeName name) {
        return known(lease, seen.fences(), name)
                .map(f -> f.at().plus(pause(f, settings)))
                .filter(seen.now()::isBefore)
                .isPresent();
    }

    private static Duration pause(Fence fence, NodeSettings settings) {
        Duration pause = POLL.multipliedBy(1L << Math.clamp(fence.failures() - 1L, 0, 4));
        // Where clients wait for it, what a person has put right is seen soon.
        Duration longest =
                settings.fencing() == FenceMode.REQUIRED ? POLL.multipliedBy(3) : LONGEST;
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /** As its entry says; a member whose entry is gone may still be called by its machine. */
    private static Optional<String> instance(Observation seen, NodeName name) {
        return seen.store()
                .seen()
                .map(ClusterView::members)
                .map(members -> members.get(name))
                .map(member -> member.instance())
                .filter(id -> !id.isEmpty())
                .or(() -> Optional.of(name.value()).filter(id -> id.matches("i-[0-9a-f]{8,17}")));
    }

    /** Nothing here may become a primary yet; an operator may overrule it. */
    public static boolean forbids(
            LeaseView lease,
            Map<NodeName, Fence> fences,
            Optional<OperatorRequest> request,
            NodeSettings settings) {
        return settings.fencing() == FenceMode.REQUIRED
                && !stillOn(lease, fences, settings).isEmpty()
                && request.filter(r -> r.kind() == OperatorRequest.Kind.FORCED)
                        .flatMap(OperatorRequest::to)
                        .filter(settings.self()::equals)
                        .isEmpty();
    }

    /** What a holder does that must wait; empty when it need not. */
    static Optional<Decision> holdsBack(
            Observation seen, Memory memory, NodeSettings settings, Tenure.Held held) {
        Optional<OperatorRequest> request = seen.store().seen().flatMap(ClusterView::request);
        if (!forbids(held.lease(), seen.fences(), request, settings)) {
            return Optional.empty();
        }
        // Whoever wants somebody else must not wait for an answer until this one leads.
        return request.filter(r -> !memory.isAnswered(r.id()))
                .filter(r -> !r.to().equals(Optional.of(settings.self())))
                .map(
                        r ->
                                HandingOver.end(
                                        memory,
                                        r,
                                        "refused: %s holds the lease, and waits for a machine to be off"
                                                .formatted(settings.self())))
                .or(() -> Optional.of(Decision.of(memory, waiting(seen, settings, held))));
    }

    private static String waiting(Observation seen, NodeSettings settings, Tenure.Held held) {
        NodeName name = stillOn(held.lease(), seen.fences(), settings).iterator().next();
        String machine = machine(seen, name);
        Optional<Fenced> outcome = known(held.lease(), seen.fences(), name).map(Fence::outcome);
        if (instance(seen, name).isPresent() && !(outcome.orElse(null) instanceof Fenced.Failed)) {
            return "waiting until %s is off: fencing is required before the promotion"
                    .formatted(machine);
        }
        return ("not promoting: fencing is required, and %s is not known to be off (%s); stop it"
                        + " yourself, or overrule this with: matriarch failover --force %s")
                .formatted(machine, why(outcome), settings.self());
    }

    private static String why(Optional<Fenced> outcome) {
        return outcome.orElse(null) instanceof Fenced.Failed(var why)
                ? why
                : "the store does not say which instance it is";
    }

    private static String machine(Observation seen, NodeName name) {
        return instance(seen, name)
                .filter(id -> !id.equals(name.value()))
                .map(id -> "the machine of " + name + " (" + id + ")")
                .orElse("the machine of " + name);
    }

    /** What a leader adds to its sentence; empty when nobody is to be fenced. */
    static String words(Observation seen, NodeSettings settings, Tenure.Held held) {
        StringBuilder words = new StringBuilder();
        for (NodeName name : left(seen, settings, held.lease())) {
            Optional<Fenced> outcome = known(held.lease(), seen.fences(), name).map(Fence::outcome);
            boolean trouble =
                    instance(seen, name).isEmpty() || outcome.orElse(null) instanceof Fenced.Failed;
            words.append("; ")
                    .append(machine(seen, name))
                    .append(
                            trouble
                                    ? " is not known to be off: " + why(outcome)
                                    : " is being stopped");
        }
        return words.toString();
    }

    /** What an answer leaves to know. */
    public static Fence learn(Optional<Fence> before, long epoch, Fenced outcome, Moment now) {
        int failures =
                outcome instanceof Fenced.Failed
                        ? 1 + before.filter(f -> f.epoch() == epoch).map(Fence::failures).orElse(0)
                        : 0;
        return new Fence(epoch, outcome, now, failures);
    }
}
