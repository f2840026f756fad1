package io.matriarch.cli;

import io.matriarch.api.dto.MemberDocument;
import io.matriarch.api.dto.PendingRestartReason;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parameters of which a standby must not have less than its leader. */
final class Limits {

    private static final Set<String> NAMES =
            Set.of(
                    "max_connections",
                    "max_worker_processes",
                    "max_wal_senders",
                    "max_prepared_transactions",
                    "max_locks_per_transaction");

    private Limits() {}

    /** Those that a restart of this member makes greater. */
    static Set<String> raised(MemberDocument member) {
        return changed(member, 1);
    }

    /** Those that a restart of this member makes smaller. */
    static Set<String> lowered(MemberDocument member) {
        return changed(member, -1);
    }

    private static Set<String> changed(MemberDocument member, int direction) {
        var names = new TreeSet<String>();
        new TreeMap<>(member.pendingRestartReason().orElse(Map.of()))
                .forEach(
                        (name, reason) -> {
                            if (NAMES.contains(name) && direction(reason) == direction) {
                                names.add(name);
                            }
                        });
        return names;
    }

    private static int direction(PendingRestartReason reason) {
        try {
            return Integer.compare(
                    Integer.parseInt(reason.newValue()), Integer.parseInt(reason.oldValue()));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
