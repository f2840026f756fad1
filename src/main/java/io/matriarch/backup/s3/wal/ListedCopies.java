package io.matriarch.backup.s3.wal;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What the archive held already when this node began to ship: one listing for each 256 segments,
 * where one for each segment would cost half as much again as shipping it does.
 *
 * <p>Whatever comes in beside that meanwhile under the same key is found by the conditional write
 * itself. A former leader's late write under another compression is not found; it replaces nothing,
 * either.
 */
final class ListedCopies {

    /** Timeline and the upper half of the position: what 256 segments of 16 MB have in common. */
    private static final int COMMON = 16;

    private final StoredCopy copies;
    private String group = "";
    private Map<String, String> keys = Map.of();

    ListedCopies(StoredCopy copies) {
        this.copies = copies;
    }

    /** The key of a file that is there; empty when there is none. */
    Optional<String> key(WalFile wal) throws IOException {
        if (!wal.hasPages()) {
            return copies.key(wal);
        }
        synchronized (this) {
            String wanted = wal.name().substring(0, COMMON);
            if (!wanted.equals(group)) {
                keys = copies.keys(wanted);
                group = wanted;
            }
            return Optional.ofNullable(keys.get(wal.name()));
        }
    }

    /** Others may ship from now on. */
    synchronized void forget() {
        group = "";
        keys = Map.of();
    }
}
