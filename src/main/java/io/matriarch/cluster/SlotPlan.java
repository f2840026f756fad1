package io.matriarch.cluster;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The permanent slots of the cluster, by name. */
public record SlotPlan(Map<String, PermanentSlot> slots) {

    public static final SlotPlan NONE = new SlotPlan(Map.of());

    public SlotPlan {
        slots = Map.copyOf(slots);
    }

    public static SlotPlan of(Collection<PermanentSlot> slots) {
        Map<String, PermanentSlot> byName = new TreeMap<>();
        slots.forEach(slot -> byName.put(slot.name(), slot));
        return new SlotPlan(byName);
    }

    public boolean isEmpty() {
        return slots.isEmpty();
    }

    /** Then PostgreSQL must log what decoding needs, and standbys must hold the vacuum back. */
    public boolean hasLogical() {
        return slots.values().stream().anyMatch(PermanentSlot::logical);
    }
}
