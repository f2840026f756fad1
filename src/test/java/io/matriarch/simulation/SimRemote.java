package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The other cluster that the herd follows: one server that grows, fails over and falls silent. */
final class SimRemote {

    static final StandbyOf PLACE = new StandbyOf(List.of(new StandbyOf.Host("far-away", 5432)), "");

    private static final long SURE = 5 * World.SECOND;

    /** A receiver that has lost its connection waits before it asks again. */
    private static final long RETRY = 5 * World.SECOND;

    private static final long LOST = 400_000;

    private static final long ALL = Long.MAX_VALUE / 4;

    private final Herd herd;
    private boolean exists;
    private boolean followed;
    private final SimShipped shipped;
    private boolean silent;
    private boolean writes = true;
    private long stoppedAt;
    private long lostAt;
    private @Nullable SimNode source;
    private final SimDisk disk =
            new SimDisk("600", new Wal(new Wal.Branch(1, null, 0, "far-away"), 0x2000000), "");

    SimRemote(Herd herd) {
        this.herd = herd;
        this.shipped = new SimShipped(herd);
        disk.commits = SyncWait.NONE;
    }

    /** The herd follows it from now on. */
    void begin() {
        exists = true;
        followed = true;
    }

    /** Its servers cannot be reached from the herd: only what it archives can. */
    void beginArchive() {
        begin();
        shipped.begin(disk);
    }

    SimShipped shipped() {
        return shipped;
    }

    boolean exists() {
        return exists;
    }

    /** What the herd's document says from now on. */
    void followed(boolean now) {
        followed = now;
    }

    boolean writes() {
        return writes;
    }

    /** Long enough for everybody who makes sure. */
    boolean isOff() {
        return !writes && herd.world().now() - stoppedAt > SURE;
    }

    StandbyOf place() {
        return shipped.exists() ? SimShipped.PLACE : PLACE;
    }

    SimDisk disk() {
        return disk;
    }

    boolean isFollowed() {
        return followed;
    }

    Optional<StandbyOf> settings(NodeName node) {
        boolean unread =
                herd.bugs().contains(Bug.DOCUMENT_UNREAD)
                        && node.equals(herd.nodes().getLast().nodeName());
        return followed && !unread ? Optional.of(place()) : Optional.empty();
    }

    boolean is(Upstream upstream) {
        return upstream.name().equals(StandbyOf.NAME);
    }

    /** The herd follows it, and it has all this: what a standby leader lacks of it, it streams. */
    boolean keeps(Wal acknowledged) {
        return exists && followed && acknowledged.isPrefixOf(disk.wal);
    }

    /** An operator who looks at both finds nothing there that is not here. */
    boolean isBehind(SimNode leader) {
        return leader.postgres().disk().filter(d -> d.wal.end() >= disk.wal.end()).isPresent();
    }

    boolean hasAllOf(SimNode node) {
        return node.postgres().disk().filter(d -> d.wal.isPrefixOf(disk.wal)).isPresent();
    }

    /** Its data, when it answers. */
    Optional<SimDisk> reach() {
        return silent ? Optional.empty() : Optional.of(disk);
    }

    void ask(SimAgent agent) {
        agent.remember();
        agent.later(
                herd.postgresDice().skewedMillis(2, 80),
                () -> agent.step(new Event.RemoteAsked(view(agent))));
    }

    private RemoteView view(SimAgent agent) {
        return shipped.exists() ? shipped.view(agent) : view();
    }

    RemoteView view() {
        if (shipped.exists()) {
            return SimShipped.NOBODY;
        }
        Upstream here = PLACE.upstream(PLACE.hosts().getFirst());
        Optional<Upstream> up = Optional.of(here);
        List<RemoteView.Receiver> receivers =
                writes
                        ? List.of()
                        : List.of(
                                new RemoteView.Receiver(
                                        here,
                                        new Timeline(disk.wal.branch().timeline),
                                        new Lsn(disk.wal.end()),
                                        source != null));
        return silent
                ? new RemoteView(
                        Optional.empty(), Optional.empty(), false, SystemId.NONE, "no answer")
                : new RemoteView(
                        writes ? up : Optional.empty(),
                        writes ? Optional.empty() : up,
                        true,
                        new SystemId(disk.systemId),
                        "",
                        receivers,
                        Optional.empty());
    }

    /** Its clients write, or it follows whoever takes writes in the herd. */
    void beat(long bytes) {
        if (writes && !silent) {
            disk.wal = disk.wal.plus(bytes);
            disk.checkpointed();
            shipped.beat(disk);
        } else if (!writes) {
            stream();
        }
    }

    private void stream() {
        // One that is stopping sends on until its end.
        boolean sends =
                source != null
                        && !silent
                        && (source.postgres().isPrimary() || source.postgres().isStandby())
                        && !source.postgres().hung()
                        && source.up()
                        && !source.paused();
        if (!sends) {
            lostAt = source == null ? lostAt : herd.world().now();
            source = null;
        }
        // A leader that was demoted sends on what it has.
        herd.leader()
                .filter(_ -> herd.world().now() - lostAt > RETRY)
                .filter(n -> !silent && n.postgres().isStandby() && !n.postgres().hung())
                .filter(n -> n.up() && !n.paused())
                .filter(n -> disk.mayFollow(n.postgres().disk().orElseThrow()))
                .ifPresent(this::receiveFrom);
        for (SimNode node : herd.nodes()) {
            if (!silent && node.postgres().acknowledges()) {
                SimDisk theirs = node.postgres().disk().orElseThrow();
                boolean settled = theirs.controlTimeline == theirs.wal.branch().timeline;
                // It rejoins whom it parted from.
                if (disk.mayFollow(theirs) || settled) {
                    receiveFrom(node);
                }
            }
        }
    }

    private void receiveFrom(SimNode node) {
        source = node;
        receive(node.postgres().disk().orElseThrow());
    }

    private void receive(SimDisk theirs) {
        disk.knownTimeline = Math.max(disk.knownTimeline, theirs.knownTimeline);
        disk.wal = theirs.wal;
        disk.checkpointed();
    }

    /** The one that it streams from stops in order. */
    void receiveAll(SimNode primary) {
        SimDisk theirs = primary.postgres().disk().orElseThrow();
        if (!writes && !silent && source == primary && disk.mayFollow(theirs)) {
            receive(theirs);
        }
    }

    /** Its own demote-cluster: what it acknowledged goes to whoever streams from it. */
    void demote() {
        if (writes && !silent) {
            herd.story().tell("far-away", "stops taking writes, and follows this cluster");
            shipped.ship(disk.wal);
            disk.wal = disk.wal.plus(SimPostgres.RECORD);
            writes = false;
            stoppedAt = herd.world().now();
            herd.nodes().stream()
                    .filter(this::streams)
                    .forEach(n -> n.postgres().stream(this, ALL));
        }
    }

    private boolean streams(SimNode node) {
        SimPostgres postgres = node.postgres();
        return postgres.isStandby()
                && postgres.streaming()
                && postgres.upstream().filter(this::is).isPresent()
                && !postgres.hung()
                && !node.paused()
                && node.up();
    }

    /** Its own promote-cluster. */
    void promote() {
        writes = true;
        source = null;
        herd.invariants().leadsElsewhere(disk.wal);
        newTimeline();
    }

    /** It has troubles of its own. */
    void trouble(Dice dice, long until, boolean rough) {
        herd.world()
                .after(
                        dice.millis(3_000, 25_000),
                        () -> {
                            boolean over = herd.world().now() >= until;
                            boolean archives = shipped.exists() && rough && dice.chance(0.6);
                            if (silent || over) {
                                silence(false);
                                shipped.mute(false);
                            } else if (archives) {
                                archiveTrouble(dice);
                            } else if (dice.chance(0.5)) {
                                failOver();
                            } else {
                                silence(true);
                            }
                            if (!over) {
                                trouble(dice, until, rough);
                            }
                        });
    }

    private void archiveTrouble(Dice dice) {
        if (dice.chance(0.3)) {
            failBack();
        } else {
            shipped.mute(dice.chance(0.6));
        }
    }

    void silence(boolean now) {
        if (exists && silent != now) {
            herd.story().tell("far-away", now ? "falls silent" : "answers again");
            silent = now;
            lostAt = herd.world().now();
        }
    }

    /** Another server leads there: a new timeline, from where everybody had got to. */
    void failOver() {
        if (exists && writes && !silent) {
            newTimeline();
        }
    }

    /** Another server leads there, which lacks the last of what was archived. */
    void failBack() {
        if (exists && writes && !silent) {
            disk.wal = disk.wal.upTo(disk.wal.end() - LOST);
            newTimeline();
            shipped.ship(disk.wal);
        }
    }

    private void newTimeline() {
        disk.knownTimeline++;
        Wal.Branch branch =
                new Wal.Branch(disk.knownTimeline, disk.wal.branch(), disk.wal.end(), "far-away");
        disk.wal = new Wal(branch, disk.wal.end() + SimPostgres.RECORD);
        disk.checkpointed();
        herd.invariants().begunElsewhere(branch);
        herd.story().tell("far-away", "leads on timeline " + branch.timeline);
    }

    /** Whether one leads, streaming from there, and the others from it; empty when it is so. */
    Optional<String> unsettled() {
        if (shipped.exists()) {
            return unsettledByArchive();
        }
        Optional<SimNode> leader =
                herd.leader().filter(n -> n.postgres().isStandby() && n.postgres().streaming());
        if (leader.filter(n -> n.postgres().upstream().filter(this::is).isPresent()).isEmpty()) {
            return Optional.of("no standby leader streams from the other cluster");
        }
        return membersUnsettled(leader.get());
    }

    private Optional<String> unsettledByArchive() {
        Optional<SimNode> leader =
                herd.leader()
                        .filter(n -> n.postgres().isStandby() && n.postgres().upstream().isEmpty())
                        .filter(shipped::isReplayedBy);
        return leader.isEmpty()
                ? Optional.of(
                        "no standby leader has what the other cluster archived; it says: "
                                + herd.leader()
                                        .flatMap(n -> Optional.ofNullable(n.agent()))
                                        .map(SimAgent::because)
                                        .orElse("nothing"))
                : membersUnsettled(leader.get());
    }

    private Optional<String> membersUnsettled(SimNode leader) {
        for (SimNode node : herd.nodes()) {
            boolean follows =
                    node.postgres().isStandby()
                            && node.postgres().streaming()
                            && node.postgres()
                                    .upstream()
                                    .filter(
                                            u ->
                                                    u.name()
                                                            .equals(
                                                                    Healthy.upstream(
                                                                            herd, node, leader)))
                                    .isPresent();
            if (node != leader && !follows) {
                SimAgent agent = node.agent();
                return Optional.of(
                        "%s does not stream from %s; it says: %s"
                                .formatted(
                                        node.name(),
                                        leader.name(),
                                        agent == null ? "nothing" : agent.because()));
            }
        }
        return Optional.empty();
    }

    /** What must never happen while clients write there. */
    void writing(SimNode node) {
        if (exists && writes) {
            throw new Violation(
                    followed
                            ? "nobody takes writes in a cluster that follows another one"
                            : "two clusters that see each other never both take writes",
                    node.name() + " does");
        }
    }
}
