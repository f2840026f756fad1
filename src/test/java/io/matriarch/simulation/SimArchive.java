package io.matriarch.simulation;

import java.util.Optional;

/** What the holders of the lease have sent away: a backup, and the log up to some moment. */
final class SimArchive {

    private boolean kept;
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

    Optional<SimDisk> newest() {
        return newest.map(SimDisk::copy);
    }
}
