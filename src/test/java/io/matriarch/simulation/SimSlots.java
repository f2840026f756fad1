package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PermanentSlot;
import io.matriarch.cluster.SlotPlan;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.files.SlotName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One permanent logical slot, and the consumer that reads from it wherever a leader is. */
final class SimSlots {

    private static final String NAME = "orders";

    private final Herd herd;
    private boolean kept;
    private long consumed;
    private String readAt = "";

    SimSlots(Herd herd) {
        this.herd = herd;
    }

    /** The herd keeps a slot from now on. */
    void begin() {
        kept = true;
    }

    SlotPlan plan() {
        return kept
                ? SlotPlan.of(List.of(new PermanentSlot(NAME, true, "postgres", "pgoutput")))
                : SlotPlan.NONE;
    }

    /** Made on the leader, where the consumer reads on; moved on behind it on a standby. */
    void tend(SimAgent agent, Optional<Upstream> leader) {
        agent.later(
                herd.postgresDice().skewedMillis(2, 60),
                () -> agent.step(new Event.SlotsTended(view(agent.node(), leader))));
    }

    private SlotView view(SimNode node, Optional<Upstream> leader) {
        Optional<SimDisk> disk = node.postgres().disk();
        if (disk.isEmpty() || node.postgres().answersLate()) {
            return SlotView.troubled("no answer");
        }
        if (leader.isEmpty()) {
            // What a machine shows that slept past its lease, nobody has time to read.
            boolean awake = herd.world().now() - node.resumedAt() > World.SECOND;
            if (node.postgres().acknowledges() && awake) {
                consume(node, disk.get());
            }
            return SlotView.NONE;
        }
        Optional<SimDisk> theirs = reach(node, leader.get());
        if (theirs.isEmpty() || !node.postgres().isStandby() || theirs.get().slot < 0) {
            return SlotView.NONE;
        }
        if (disk.get().slot < 0) {
            return new SlotView(List.of(NAME), List.of(), "");
        }
        long to =
                herd.bugs().contains(Bug.SLOT_BY_OWN_POSITION) ? Long.MAX_VALUE : theirs.get().slot;
        disk.get().slot = Math.max(disk.get().slot, Math.min(to, disk.get().wal.end()));
        return SlotView.NONE;
    }

    private Optional<SimDisk> reach(SimNode node, Upstream up) {
        if (herd.remote().is(up)) {
            return Optional.empty();
        }
        SimNode source = herd.node(up.name());
        boolean open = herd.network().bothWays(node.name(), source.name(), SimNetwork.Traffic.WAL);
        boolean answers = source.up() && !source.paused() && !source.postgres().hung();
        return open && answers && source.postgres().isPrimary()
                ? source.postgres().disk()
                : Optional.empty();
    }

    private void consume(SimNode node, SimDisk disk) {
        if (disk.slot < 0) {
            // It is new, or lost with the only disk that had it: its consumer begins anew.
            disk.slot = disk.wal.end();
            consumed = disk.slot;
        }
        if (!node.name().equals(readAt)) {
            boolean first = readAt.isEmpty();
            readAt = node.name();
            herd.story()
                    .tell(
                            "consumer",
                            "reads the slot %s at %s from %s, %s"
                                    .formatted(
                                            NAME,
                                            readAt,
                                            new Lsn(disk.slot),
                                            first
                                                    ? "where it begins"
                                                    : disk.slot < consumed
                                                            ? "and sees some of it again"
                                                            : "where it had got to"));
        }
        if (disk.slot > consumed) {
            throw new Violation(
                    "a consumer of a permanent slot misses nothing after a failover",
                    "%s shows from %d on what was confirmed up to %d"
                            .formatted(node.name(), disk.slot, consumed));
        }
        disk.slot = disk.wal.end();
        consumed = disk.slot;
    }

    /** Before a standby starts. */
    void copy(SimNode node, Optional<Upstream> leader) {
        if (!kept || leader.isEmpty()) {
            return;
        }
        Optional<SimDisk> theirs = reach(node, leader.get());
        node.postgres()
                .disk()
                .filter(mine -> mine.slot < 0)
                .ifPresent(mine -> theirs.ifPresent(t -> mine.slot = t.slot));
    }

    /** As PostgreSQL keeps them for those that stream: made, and dropped when nobody needs them. */
    String keep(SimNode node, Set<NodeName> members) {
        Set<String> slots = node.postgres().disk().orElseThrow().slots;
        Set<String> wanted = new TreeSet<>();
        members.stream()
                .filter(m -> !m.equals(node.nodeName()))
                .forEach(m -> wanted.add(SlotName.of(m)));
        Set<String> streamed = new TreeSet<>();
        herd.nodes().stream()
                .filter(n -> n.postgres().streaming())
                .filter(
                        n ->
                                n.postgres()
                                        .upstream()
                                        .filter(u -> u.name().equals(node.nodeName()))
                                        .isPresent())
                .forEach(n -> streamed.add(SlotName.of(n.nodeName())));
        int before = slots.size();
        slots.removeIf(
                s -> s.startsWith(SlotName.PREFIX) && !wanted.contains(s) && !streamed.contains(s));
        int dropped = before - slots.size();
        slots.addAll(wanted);
        return dropped == 0 ? "" : "dropped %d of members that left".formatted(dropped);
    }

    /** Somebody has made it by hand. */
    void foreign(SimNode node, String name) {
        node.postgres().disk().orElseThrow().slots.add(name);
    }

    String of(SimNode node) {
        Set<String> slots = node.postgres().disk().orElseThrow().slots;
        return "has the slots " + String.join(", ", slots);
    }

    /** A standby without the slot; empty when there is none. */
    Optional<String> missing() {
        return !kept || !herd.config().asksForSlots()
                ? Optional.empty()
                : herd.nodes().stream()
                        .filter(n -> n.postgres().isStandby() && n.postgres().streaming())
                        .filter(herd.tags()::streams)
                        .filter(n -> n.postgres().disk().filter(d -> d.slot < 0).isPresent())
                        .map(n -> n.name() + " has no copy of the slot " + NAME)
                        .findFirst();
    }
}
