package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * This node holds the lease of a cluster that follows another one: it streams from there, the other
 * members from it, and nobody here takes writes.
 */
final class StandbyLeading {

    private static final Duration FRESH = Duration.ofMillis(1000);
    private static final Duration APART = Duration.ofSeconds(5);

    /** Far longer than a failover there takes: who wins it may have less than another one has. */
    private static final Duration GONE = Duration.ofSeconds(60);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private final Observation seen;
    private final Memory memory;
    private final NodeSettings settings;
    private final Tenure.Held held;
    private final StandbyOf other;

    private StandbyLeading(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            StandbyOf other) {
        this.seen = seen;
        this.memory = memory;
        this.settings = settings;
        this.held = held;
        this.other = other;
    }

    static Decision decide(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            StandbyOf other) {
        var it = new StandbyLeading(seen, memory.handing(Optional.empty()), settings, held, other);
        return seen.job().isPresent() ? Decision.goingOn(it.memory) : it.byServer();
    }

    private Decision byServer() {
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(memory);
            // What the standbys lack of it, an orderly shutdown still sends them: also the other
            // cluster's, when it follows this one.
            case PostgresView.Primary _ ->
                    Decision.of(
                            memory,
                            "stopping PostgreSQL in order: this cluster follows that at %s from now on"
                                    .formatted(other),
                            new Action.Run(
                                    new PostgresJob.Stop(PostgresJob.Stop.Mode.FAST, STOP_WITHIN)));
            case PostgresView.Standby s -> standby(s);
            case PostgresView.Down d -> down(d);
            case PostgresView.Absent _ -> absent();
            case PostgresView.Unusable(var why) -> release(why);
            case PostgresView.Starting _ ->
                    Decision.of(memory, "waiting for PostgreSQL to start as the standby leader");
            case PostgresView.Silent s -> Leading.silent(seen, memory, settings, s);
        };
    }

    private Decision release(String why) {
        return Leading.release(seen, memory, settings, held, "giving the lease back: " + why);
    }

    private Decision standby(PostgresView.Standby mine) {
        Optional<Decision> foreign = foreign(mine.systemId());
        if (foreign.isPresent()) {
            return foreign.get();
        }
        Optional<Upstream> wanted = wanted(mine);
        if (!mine.upstream().equals(wanted)) {
            return wanted.map(this::follow).orElseGet(this::detach);
        }
        Set<NodeName> others = Cascade.slotsOfLeader(seen, settings);
        boolean kept =
                memory.slots()
                        .map(Memory.Slots::members)
                        // None is dropped while the cluster is paused.
                        .map(m -> seen.paused() ? m.containsAll(others) : m.equals(others))
                        .orElse(false);
        if (!kept && !others.isEmpty() && !Health.resting(memory, seen.now())) {
            return Decision.of(
                    memory,
                    "making replication slots for " + others,
                    new Action.Run(new PostgresJob.KeepSlots(others)));
        }
        Optional<Decision> asked =
                Restarting.standbyLeading(seen, memory).or(this::requested).or(this::planned);
        if (asked.isPresent()) {
            return asked.get();
        }
        Optional<Notice> notice = Departing.heeded(seen);
        if (notice.isPresent() && !memory.fate().resting(seen.now())) {
            Optional<Decision> handing = handOver(Optional.empty(), Optional.empty());
            if (handing.isPresent()) {
                return handing.get();
            }
        }
        if (wanted.isEmpty()) {
            return unstreamed(mine);
        }
        return mine.streaming()
                ? Decision.of(memory, streaming(wanted.get()))
                : apart(mine, wanted.get());
    }

    private Decision follow(Upstream wanted) {
        // Each gets its time before the next one is tried.
        return Decision.of(
                memory.apart(memory.apartSince().map(_ -> seen.now())),
                "following the other cluster at %s: I am its standby leader here"
                        .formatted(wanted.place()),
                new Action.Run(new PostgresJob.Follow(wanted)));
    }

    private Decision detach() {
        return Decision.of(
                memory,
                "following the other cluster by its archive at %s alone: I am its standby leader here"
                        .formatted(other.archive()),
                new Action.Run(new PostgresJob.Detach()));
    }

    private Decision unstreamed(PostgresView.Standby mine) {
        return rebuild(mine)
                .orElseGet(
                        () ->
                                Decision.of(
                                        memory,
                                        FromArchive.trouble(seen)
                                                .map(this::withoutArchive)
                                                .orElseGet(() -> fromArchive(mine))));
    }

    private String fromArchive(PostgresView.Standby mine) {
        return "no action: I am %s, the standby leader, in epoch %d: I take the other cluster's log from its archive at %s, %s, and take no writes"
                .formatted(
                        settings.self(),
                        held.lease().epoch(),
                        other.archive(),
                        FromArchive.upTo(mine));
    }

    private String withoutArchive(String why) {
        return "waiting for the other cluster's archive at %s, as the standby leader: %s"
                .formatted(other.archive(), why);
    }

    private Optional<Decision> rebuild(PostgresView mine) {
        return FromArchive.rebuild(seen, memory, mine, "rebuilding");
    }

    private Optional<Decision> requested() {
        return seen.store()
                .seen()
                .flatMap(v -> v.request())
                .filter(request -> !memory.isAnswered(request.id()))
                .map(this::answer);
    }

    private Optional<Decision> planned() {
        return Planned.switchover(seen, memory, this::answer);
    }

    private String streaming(Upstream wanted) {
        return "no action: I am %s, the standby leader, in epoch %d: I follow the other cluster at %s and take no writes"
                .formatted(settings.self(), held.lease().epoch(), wanted.place());
    }

    /** What it lacks may be gone there, or its log may have parted from that cluster's. */
    private Decision apart(PostgresView.Standby mine, Upstream wanted) {
        boolean late = apartFor(APART);
        Optional<Upstream> writer = seen.remote().settledWriter().filter(wanted::equals);
        if (late && writer.isPresent() && !Health.resting(memory, seen.now())) {
            return Decision.of(
                    memory.apart(Optional.of(seen.now())),
                    "rejoining the other cluster at %s: not streaming for %d s"
                            .formatted(wanted.place(), APART.toSeconds()),
                    new Action.Run(new PostgresJob.Rejoin(wanted)));
        }
        // Without a server that could be asked, its archive says what has become of it.
        Optional<Decision> rebuild =
                late && seen.remote().writer().isEmpty() ? rebuild(mine) : Optional.empty();
        if (rebuild.isPresent()) {
            return rebuild.get();
        }
        RemoteView remote = seen.remote();
        boolean nobodyWrites =
                late && remote.trouble().isEmpty() && remote.writer().isEmpty() && remote.known();
        String trouble =
                nobodyWrites
                        ? "nobody there takes writes either: promote one of the two clusters (matriarch promote-cluster)"
                        : remote.trouble();
        return Decision.of(
                memory,
                "waiting to stream from the other cluster at %s, as the standby leader%s%s"
                        .formatted(
                                wanted.place(),
                                bridge(mine),
                                trouble.isEmpty() ? "" : ": " + trouble));
    }

    private boolean apartFor(Duration span) {
        return memory.apartSince().map(t -> seen.now().since(t).compareTo(span) >= 0).orElse(false);
    }

    private String bridge(PostgresView.Standby mine) {
        if (!other.hasArchive()) {
            return "";
        }
        return FromArchive.trouble(seen)
                .map(t -> ", and its archive does not answer (" + t + ")")
                .orElseGet(
                        () ->
                                ", and taking its log from its archive meanwhile, "
                                        + FromArchive.upTo(mine));
    }

    /**
     * Its leader; else whom this node follows there already, unless nothing comes from there; else
     * the one that has most of those who answer.
     */
    private Optional<Upstream> wanted(PostgresView mine) {
        Optional<Upstream> now =
                mine instanceof PostgresView.Standby s
                        ? s.upstream().filter(other::has)
                        : Optional.empty();
        return seen.remote()
                .writer()
                .or(() -> now.filter(_ -> !apartFor(GONE)))
                .or(() -> seen.remote().furthest().map(RemoteView.Receiver::at))
                .or(() -> seen.remote().reader())
                .or(() -> now)
                .or(() -> other.hosts().stream().map(other::upstream).findFirst());
    }

    private Optional<Decision> foreign(SystemId mine) {
        SystemId theirs = seen.remote().systemId();
        return theirs.isKnown() && mine.isKnown() && !theirs.equals(mine)
                ? Optional.of(
                        Decision.of(
                                memory,
                                "no action: the cluster at %s is no copy of this one (system identifier %s, this cluster has %s)"
                                        .formatted(other, theirs, mine)))
                : Optional.empty();
    }

    private Decision down(PostgresView.Down mine) {
        LeaseView lease = held.lease();
        if (lease.systemId().isKnown() && !lease.systemId().equals(mine.systemId())) {
            return Leading.release(
                    seen,
                    memory,
                    settings,
                    held,
                    Following.foreign(mine.systemId(), lease.systemId()));
        }
        Optional<Decision> foreign = foreign(mine.systemId());
        if (foreign.isPresent()) {
            return foreign.get();
        }
        if (Health.tired(memory) && !Eligibility.nobodyElse(seen, lease)) {
            return release(memory.trouble().last());
        }
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        Optional<Upstream> writer = seen.remote().settledWriter();
        boolean led = !mine.standby() && !mine.control().wasStandby();
        if (led && writer.isPresent()) {
            return Decision.of(
                    memory,
                    "rejoining the other cluster at %s, which leads"
                            .formatted(writer.get().place()),
                    new Action.Run(new PostgresJob.Rejoin(writer.get())));
        }
        // It does not start on a timeline that leads nowhere.
        Optional<Decision> rebuild =
                writer.isEmpty() && memory.trouble().failures() > 0
                        ? rebuild(mine)
                        : Optional.empty();
        if (rebuild.isPresent()) {
            return rebuild.get();
        }
        return Decision.of(
                memory,
                "starting PostgreSQL as the standby leader, which follows the other cluster",
                new Action.Run(new PostgresJob.StartStandby(wanted(mine))));
    }

    private Decision absent() {
        if (held.lease().systemId().isKnown()) {
            return release("my data directory is empty, the cluster has data");
        }
        if (Health.resting(memory, seen.now())) {
            return release(memory.trouble().last());
        }
        RemoteView remote = seen.remote();
        boolean silent =
                other.hosts().isEmpty()
                        || (remote.known()
                                && remote.writer().isEmpty()
                                && remote.reader().isEmpty());
        if (silent && other.hasArchive()) {
            return Decision.of(
                    memory,
                    "restoring from the other cluster's archive at %s: I hold the first lease of a cluster that follows it"
                            .formatted(other.archive()),
                    new Action.Run(new PostgresJob.Restore(Optional.empty())));
        }
        Optional<Upstream> source = remote.writer().or(remote::reader);
        return source.map(
                        from ->
                                Decision.of(
                                        memory,
                                        "cloning the other cluster at %s: I hold the first lease of a cluster that follows it"
                                                .formatted(from.place()),
                                        new Action.Run(new PostgresJob.Clone(from))))
                .orElseGet(
                        () ->
                                Decision.of(
                                        memory,
                                        "waiting for the other cluster, to clone it: "
                                                + remote.trouble()));
    }

    private Decision answer(OperatorRequest request) {
        return HandingOver.closed(seen, memory, settings, request)
                .or(() -> handOver(Optional.of(request), request.to()))
                .orElseGet(() -> HandingOver.end(memory, request, HandingOver.noHeir(request)));
    }

    /** What was acknowledged before a demotion may be nowhere else yet (S9). */
    private boolean hasAll(PeerReport heir) {
        return held.lease().sync().isEmpty()
                || seen.server().filter(s -> s.position().isAfter(heir.position())).isEmpty();
    }

    private Optional<Decision> handOver(
            Optional<OperatorRequest> request, Optional<NodeName> named) {
        if (!seen.askedWithin(FRESH)) {
            return Optional.of(
                    seen.askingPeers()
                            ? Decision.goingOn(memory)
                            : Decision.goingOn(memory, new Action.AskPeers()));
        }
        List<PeerReport> fit =
                seen.freshReports().stream()
                        .filter(r -> r.eligible() && r.streaming() && !r.departing())
                        .filter(r -> named.map(r.name()::equals).orElse(true))
                        .filter(this::hasAll)
                        .toList();
        if (seen.writing()) {
            return Optional.of(Decision.goingOn(memory));
        }
        return CandidateRanking.best(fit)
                .map(CandidateRanking.Candidate::name)
                .map(
                        heir ->
                                Decision.of(
                                        memory.handing(
                                                Optional.of(
                                                        new Memory.HandOver(
                                                                request, heir, seen.now(), true))),
                                        "handing the lease of this standby cluster over to " + heir,
                                        new Action.HandOver(
                                                new LeaseDraft(seen, settings)
                                                        .handingOver(held.lease(), heir))));
    }
}
