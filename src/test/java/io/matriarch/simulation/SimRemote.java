package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Upstream;
import java.util.List;
import java.util.Optional;

/** The other cluster that the herd follows: one server that grows, fails over and falls silent. */
final class SimRemote {

    private static final StandbyOf PLACE =
            new StandbyOf(List.of(new StandbyOf.Host("far-away", 5432)), "");

    private final Herd herd;
    private boolean followed;
    private boolean silent;
    private boolean writes = true;
    private final SimDisk disk =
            new SimDisk("600", new Wal(new Wal.Branch(1, null, 0, "far-away"), 0x2000000), "");

    SimRemote(Herd herd) {
        this.herd = herd;
        disk.commits = SyncWait.NONE;
    }

    /** The herd follows it from now on. */
    void begin() {
        followed = true;
    }

    boolean isFollowed() {
        return followed;
    }

    Optional<StandbyOf> settings(NodeName node) {
        boolean unread =
                herd.bugs().contains(Bug.DOCUMENT_UNREAD)
                        && node.equals(herd.nodes().getLast().nodeName());
        return followed && !unread ? Optional.of(PLACE) : Optional.empty();
    }

    boolean is(Upstream upstream) {
        return upstream.name().equals(StandbyOf.NAME);
    }

    /** Its data, when it answers. */
    Optional<SimDisk> reach() {
        return silent ? Optional.empty() : Optional.of(disk);
    }

    void ask(SimAgent agent) {
        agent.later(
                herd.postgresDice().skewedMillis(2, 80),
                () -> agent.step(new Event.RemoteAsked(view())));
    }

    private RemoteView view() {
        Optional<Upstream> up = Optional.of(PLACE.upstream(PLACE.hosts().getFirst()));
        return silent
                ? new RemoteView(
                        Optional.empty(), Optional.empty(), false, SystemId.NONE, "no answer")
                : new RemoteView(
                        writes ? up : Optional.empty(),
                        writes ? Optional.empty() : up,
                        true,
                        new SystemId(disk.systemId),
                        "");
    }

    /** Its clients write. */
    void grow(long bytes) {
        if (followed && writes && !silent) {
            disk.wal = disk.wal.plus(bytes);
            disk.checkpointed();
        }
    }

    /** It has troubles of its own. */
    void trouble(Dice dice, long until) {
        herd.world()
                .after(
                        dice.millis(3_000, 25_000),
                        () -> {
                            boolean over = herd.world().now() >= until;
                            if (silent || over) {
                                silence(false);
                            } else if (dice.chance(0.5)) {
                                failOver();
                            } else {
                                silence(true);
                            }
                            if (!over) {
                                trouble(dice, until);
                            }
                        });
    }

    void silence(boolean now) {
        if (followed && silent != now) {
            herd.story().tell("far-away", now ? "falls silent" : "answers again");
            silent = now;
        }
    }

    /** Another server leads there: a new timeline, from where everybody had got to. */
    void failOver() {
        if (followed && !silent) {
            disk.knownTimeline++;
            Wal.Branch branch =
                    new Wal.Branch(
                            disk.knownTimeline, disk.wal.branch(), disk.wal.end(), "far-away");
            disk.wal = new Wal(branch, disk.wal.end() + SimPostgres.RECORD);
            disk.checkpointed();
            herd.story().tell("far-away", "leads on timeline " + branch.timeline);
        }
    }

    /** Whether one leads, streaming from there, and the others from it; empty when it is so. */
    Optional<String> unsettled() {
        Optional<SimNode> leader =
                herd.leader().filter(n -> n.postgres().isStandby() && n.postgres().streaming());
        if (leader.filter(n -> n.postgres().upstream().filter(this::is).isPresent()).isEmpty()) {
            return Optional.of("no standby leader streams from the other cluster");
        }
        for (SimNode node : herd.nodes()) {
            boolean follows =
                    node.postgres().isStandby()
                            && node.postgres().streaming()
                            && node.postgres()
                                    .upstream()
                                    .filter(u -> u.name().equals(leader.get().nodeName()))
                                    .isPresent();
            if (node != leader.get() && !follows) {
                SimAgent agent = node.agent();
                return Optional.of(
                        "%s does not stream from %s; it says: %s"
                                .formatted(
                                        node.name(),
                                        leader.get().name(),
                                        agent == null ? "nothing" : agent.because()));
            }
        }
        return Optional.empty();
    }

    /** What must never happen while the herd follows. */
    void writing(SimNode node) {
        if (followed) {
            throw new Violation(
                    "nobody takes writes in a cluster that follows another one",
                    node.name() + " does");
        }
    }
}
