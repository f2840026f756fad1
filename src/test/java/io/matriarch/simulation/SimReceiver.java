package io.matriarch.simulation;

import java.util.Optional;

/** What a standby receives from its upstream. */
record SimReceiver(Herd herd, SimNode node) {

    /** Some of what the upstream has, unless PostgreSQL itself would refuse to stream it. */
    void stream(SimNode source, long atMost) {
        SimPostgres from = source.postgres();
        boolean open =
                (from.isPrimary() || from.isStandby())
                        && !from.hung()
                        && source.up()
                        && !source.paused()
                        && herd.network().open(node.name(), source.name(), SimNetwork.Traffic.WAL)
                        && herd.network().open(source.name(), node.name(), SimNetwork.Traffic.WAL);
        SimDisk mine = node.postgres().disk().orElseThrow();
        Optional<SimDisk> reached = from.disk().filter(_ -> open);
        Optional<SimDisk> theirs = reached.filter(mine::mayFollow);
        node.postgres().streams(theirs.isPresent() || reached.filter(mine::mayTrail).isPresent());
        if (theirs.isPresent()) {
            herd.invariants().streams(node, source, mine.wal, theirs.get().wal);
            receive(mine, theirs.get(), atMost);
            from.commits().flushed(node.name(), mine.wal.end());
        }
    }

    /** The same from another cluster. */
    void stream(SimRemote other, long atMost) {
        SimDisk mine = node.postgres().disk().orElseThrow();
        Optional<SimDisk> theirs = other.reach();
        Optional<SimDisk> more = theirs.filter(mine::mayFollow);
        node.postgres().streams(more.isPresent() || theirs.filter(mine::mayTrail).isPresent());
        more.ifPresent(disk -> receive(mine, disk, atMost));
    }

    /** From the archive, whatever leader wrote it. */
    void restore(SimDisk archived) {
        SimDisk mine = node.postgres().disk().orElseThrow();
        if (mine.mayFollow(archived)) {
            receive(mine, archived, Long.MAX_VALUE / 4);
        }
    }

    private static void receive(SimDisk mine, SimDisk theirs, long atMost) {
        mine.knownTimeline = Math.max(mine.knownTimeline, theirs.knownTimeline);
        long position = Math.min(theirs.wal.end(), mine.wal.end() + atMost);
        mine.wal = position > mine.wal.end() ? theirs.wal.upTo(position) : mine.wal;
    }
}
