package io.matriarch.simulation;

import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.Fork;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the other cluster has archived, and how the herd's servers fare with it. */
final class SimShipped {

    static final StandbyOf PLACE = new StandbyOf(List.of(), "", "s3://far-away/archive");

    /** None of its servers can be asked. */
    static final RemoteView NOBODY =
            new RemoteView(Optional.empty(), Optional.empty(), false, SystemId.NONE, "");

    /** A segment is shipped when it is full, and a second after the last one at the latest. */
    private static final int BEATS = 40;

    /** So much is fetched and replayed within a beat. */
    private static final long BUDGET = 60_000;

    private static final long DRAINED = World.SECOND;
    private static final long OLD = 5 * World.SECOND;

    private final Herd herd;
    private final Map<SimNode, Asked> asked = new HashMap<>();
    private @Nullable SimDisk backup;
    private @Nullable Wal all;

    /** The same a segment ago. */
    private @Nullable Wal before;

    private int beats;
    private boolean mute;

    /** A server's questions, as its agent remembers them. */
    private static final class Asked {
        final SimAgent agent;
        long absentSince = -1;
        long at;
        boolean failed;

        Asked(SimAgent agent) {
            this.agent = agent;
        }
    }

    SimShipped(Herd herd) {
        this.herd = herd;
    }

    /** A base backup, and the log from there on. */
    void begin(SimDisk first) {
        backup = first.copy();
        all = first.wal;
    }

    boolean exists() {
        return all != null;
    }

    void mute(boolean now) {
        if (mute != now) {
            herd.story().tell("far-away", now ? "archive falls silent" : "archive answers again");
            mute = now;
        }
    }

    void beat(SimDisk disk) {
        if (++beats >= BEATS) {
            ship(disk.wal);
        }
    }

    void ship(Wal wal) {
        beats = 0;
        before = all;
        all = all == null ? null : wal;
    }

    /** A base backup with the log that is there now. */
    Optional<SimDisk> restored() {
        if (backup == null || all == null || mute) {
            return Optional.empty();
        }
        SimDisk copy = backup.copy();
        copy.wal = backup.wal.isPrefixOf(all) ? backup.wal : all;
        copy.knownTimeline = Math.max(copy.knownTimeline, copy.wal.branch().timeline);
        return Optional.of(copy);
    }

    boolean feeds(SimNode node) {
        SimAgent agent = node.agent();
        return exists() && agent != null && !agent.frozen() && agent.fed().isPresent();
    }

    /** One that streams from nobody asks for more. */
    void fetch(SimNode node) {
        Wal there = all;
        SimAgent agent = node.agent();
        if (there == null || agent == null || !feeds(node)) {
            return;
        }
        Asked mine = asked(node, agent);
        mine.at = herd.world().now();
        mine.failed = mute;
        if (mute) {
            mine.absentSince = -1;
        } else if (isCopy(node) && node.postgres().disk().orElseThrow().replay(there, BUDGET)) {
            mine.absentSince = -1;
        } else if (mine.absentSince < 0) {
            mine.absentSince = herd.world().now();
        }
    }

    /** PostgreSQL takes no log of another database. */
    boolean isCopy(SimNode node) {
        SimDisk theirs = backup;
        return theirs != null
                && node.postgres()
                        .disk()
                        .filter(d -> d.systemId.equals(theirs.systemId))
                        .isPresent();
    }

    private Asked asked(SimNode node, SimAgent agent) {
        Asked last = asked.get(node);
        if (last == null || last.agent != agent) {
            last = new Asked(agent);
            asked.put(node, last);
        }
        return last;
    }

    /** What its agent sees of it. */
    RemoteView view(SimAgent agent) {
        return NOBODY.with(Optional.of(archive(agent)));
    }

    private ArchiveView archive(SimAgent agent) {
        Asked last = asked.get(agent.node());
        Wal there = all;
        if (last == null || last.agent != agent || there == null) {
            return ArchiveView.UNASKED;
        }
        boolean drained =
                last.absentSince >= 0
                        && last.at - last.absentSince >= DRAINED
                        && herd.world().now() - last.at < OLD;
        ArchiveView.State state =
                last.failed
                        ? ArchiveView.State.TROUBLE
                        : drained ? ArchiveView.State.DRAINED : ArchiveView.State.FETCHING;
        return new ArchiveView(
                herd.bugs().contains(Bug.PROMOTED_BEFORE_REPLAYED)
                        ? ArchiveView.State.DRAINED
                        : state,
                last.failed ? "no answer" : "",
                new Timeline(there.branch().timeline),
                forks(there));
    }

    private static List<Fork> forks(Wal wal) {
        List<Fork> forks = new ArrayList<>();
        for (Wal.Branch at = wal.branch(); at.parent != null; at = at.parent) {
            forks.addFirst(new Fork(new Timeline(at.parent.timeline), new Lsn(at.fork), ""));
        }
        return forks;
    }

    /**
     * PostgreSQL replays all that it finds before it ends its recovery; what the archive holds is
     * not given up because it does not answer just then.
     */
    void promotes(SimNode node, SimDisk disk) {
        Wal there = all;
        SimAgent agent = node.agent();
        boolean fed = agent != null && agent.fed().isPresent();
        if (there == null || !fed || !isCopy(node)) {
            return;
        }
        if (feeds(node) && !mute) {
            boolean _ = disk.replay(there, there.end());
        }
        boolean forced =
                herd.store()
                        .view()
                        .request()
                        .filter(r -> r.kind() == OperatorRequest.Kind.FORCED)
                        .filter(r -> r.to().equals(Optional.of(node.nodeName())))
                        .isPresent();
        // The herd has led on a timeline of its own since: nothing of the other one's fits on.
        Timeline own = new Timeline(disk.wal.branch().timeline);
        boolean led =
                own.isAfter(new Timeline(there.branch().timeline))
                        && herd.store().lease().filter(l -> l.timeline().equals(own)).isPresent();
        if (!forced && !led && !there.isPrefixOf(disk.wal)) {
            throw new Violation(
                    "what the other cluster archived is replayed before a promotion",
                    "%s is promoted at %d, and the archive goes on to %d"
                            .formatted(node.name(), disk.wal.end(), there.end()));
        }
    }

    /** Whoever follows nobody any more has forgotten it, once somebody takes writes. */
    Optional<String> stillRead() {
        return herd.nodes().stream()
                .filter(this::feeds)
                .findFirst()
                .map(n -> n.name() + " still asks the other cluster's archive");
    }

    /** It has all but what has just been shipped. */
    boolean isReplayedBy(SimNode node) {
        Wal there = before == null ? all : before;
        return there != null
                && node.postgres().disk().filter(d -> there.isPrefixOf(d.wal)).isPresent();
    }
}
