package io.matriarch.postgres.process;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SlotPlan;
import io.matriarch.postgres.files.SlotName;
import io.matriarch.postgres.sql.SlotRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which copied logical slots may be decoded from after a promotion. A copy begins at a transaction
 * whose catalog rows the leader may have vacuumed away before it heard that this standby needs
 * them: it is safe once it has passed what the leader's own slot needed when the leader had heard.
 */
final class CatalogSafety {

    private final String memberSlot;
    private final Map<String, Long> safeFrom = new HashMap<>();
    private final Set<String> safe = new TreeSet<>();
    private final Set<String> unsafe = new TreeSet<>();

    CatalogSafety(NodeName self) {
        this.memberSlot = SlotName.of(self);
    }

    void look(Map<String, SlotRow> mine, Map<String, SlotRow> theirs, SlotPlan plan) {
        SlotRow feedback = theirs.get(memberSlot);
        OptionalLong held = feedback == null ? OptionalLong.empty() : feedback.catalogXmin();
        unsafe.clear();
        for (var slot : plan.slots().values()) {
            SlotRow row = mine.get(slot.name());
            if (row == null || !row.logical() || row.synced()) {
                safe.remove(slot.name());
                safeFrom.remove(slot.name());
                continue;
            }
            SlotRow source = theirs.get(slot.name());
            if (held.isPresent() && source != null && source.catalogXmin().isPresent()) {
                safeFrom.putIfAbsent(slot.name(), source.catalogXmin().getAsLong());
            }
            if (safeFrom.containsKey(slot.name())
                    && row.catalogXmin().isPresent()
                    && reached(row.catalogXmin().getAsLong(), safeFrom.get(slot.name()))) {
                safe.add(slot.name());
            }
            if (!safe.contains(slot.name())) {
                unsafe.add(slot.name());
            }
        }
    }

    /** Numbers of transactions go round. */
    private static boolean reached(long xid, long other) {
        return (int) (xid - other) >= 0;
    }

    List<String> unsafe() {
        return List.copyOf(unsafe);
    }
}
