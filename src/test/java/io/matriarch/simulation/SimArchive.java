package io.matriarch.simulation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the holders of the lease have sent away: a backup, and the log up to some moment. */
final class SimArchive {

    private boolean kept;
    private @Nullable SimDisk log;
    private Optional<SimDisk> newest = Optional.empty();

    /** The herd has an archive from now on. */
    void begin() {
        kept = true;
    }

    boolean isKept() {
        return kept;
    }

    void store(SimNode leader) {
        if (kept && leader.deadMansSwitch().allows()) {
            newest = leader.postgres().disk().map(SimDisk::copy);
        }
    }

    /** Segment by segment, each some seconds late. */
    void ship(SimNode leader) {
        if (kept && leader.deadMansSwitch().allows()) {
            SimDisk disk = leader.postgres().disk().orElseThrow();
            SimDisk next = disk.copy();
            next.oldest = 0;
            log = next;
        }
    }

    /** What a server that asks for it gets. */
    Optional<SimDisk> log() {
        return Optional.ofNullable(log);
    }

    Optional<SimDisk> newest() {
        return newest.map(SimDisk::copy);
    }
}
