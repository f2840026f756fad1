package io.matriarch.postgres.process;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.PermanentSlot;
import io.matriarch.cluster.SlotPlan;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.SlotDirectory;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.PermanentSlots;
import io.matriarch.postgres.sql.SlotRow;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings the leader's logical slots to a standby that is down. Before PostgreSQL 17 there is no
 * other way: a standby reads its slots when it starts, and makes none itself.
 */
final class SlotCopies {

    /** A start that brought nothing is not worth another one so soon. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private static final Duration COPY_LIMIT = Duration.ofMinutes(2);

    /** A gigabyte by default. */
    private static final int MOST_FILES = 64;

    private final Node node;
    private final Map<String, Moment> tried = new ConcurrentHashMap<>();

    SlotCopies(Node node) {
        this.node = node;
    }

    /** It can be copied, and no start has tried that of late. */
    boolean worthARestart(SlotRow source) {
        Moment last = tried.get(source.name());
        boolean rested = last == null || node.clock().get().reached(last.plus(AGAIN));
        return rested && source.restart().bytes() != 0 && source.confirmed().bytes() != 0;
    }

    /**
     * Before a standby starts. Without its leader it starts all the same.
     *
     * @return what is worth telling
     */
    Optional<String> bring(DataDirectory data, Optional<Upstream> upstream)
            throws InterruptedException {
        SlotPlan plan = node.settings().slots();
        SlotDirectory slots = new SlotDirectory(data.path());
        try {
            clear(slots, plan);
            List<String> missing =
                    plan.slots().values().stream()
                            .filter(s -> s.logical() && !slots.has(s.name()))
                            .map(s -> s.name())
                            .toList();
            if (missing.isEmpty() || upstream.isEmpty()) {
                return Optional.empty();
            }
            missing.forEach(name -> tried.put(name, node.clock().get()));
            List<String> brought =
                    Bounded.run(
                            node.remote(upstream.get()),
                            COPY_LIMIT,
                            c -> bring(c, slots, plan, missing));
            return brought.isEmpty()
                    ? Optional.empty()
                    : Optional.of("copied the slots " + String.join(", ", brought));
        } catch (SQLException | IOException e) {
            return Optional.of("the leader's slots were not copied: " + JobFailure.words(e));
        }
    }

    /** Without logical slots in the plan, one that is left would keep the server from starting. */
    void clear(DataDirectory data) throws IOException {
        clear(new SlotDirectory(data.path()), node.settings().slots());
    }

    private void clear(SlotDirectory slots, SlotPlan plan) throws IOException {
        for (String former : new SlotNotes(node).former(plan)) {
            slots.remove(former);
        }
    }

    private static List<String> bring(
            Connection leader, SlotDirectory slots, SlotPlan plan, List<String> missing)
            throws SQLException {
        long size = PermanentSlots.segmentSize(leader);
        Map<String, SlotRow> theirs = PermanentSlots.rows(leader);
        List<String> brought = new ArrayList<>();
        for (String name : missing) {
            PermanentSlot wanted = Objects.requireNonNull(plan.slots().get(name));
            SlotRow source = theirs.get(name);
            if (source == null || !mayCopy(source, wanted)) {
                continue;
            }
            try {
                if (log(leader, slots, SlotDirectory.logFile(source.restart(), size))) {
                    slots.write(name, PermanentSlots.state(leader, name));
                    brought.add(name);
                }
            } catch (IOException e) {
                throw new SQLException("cannot write the slot " + name + ": " + e, "58030", e);
            }
        }
        return brought;
    }

    private static boolean mayCopy(SlotRow source, PermanentSlot wanted) {
        return source.fits(wanted)
                && !source.lost()
                && !source.failover()
                && source.confirmed().bytes() != 0;
    }

    /** A new copy of the leader begins with a new file of the log, and slots before it. */
    private static boolean log(Connection leader, SlotDirectory slots, String from)
            throws SQLException, IOException {
        Optional<String> oldest = slots.oldestLog();
        if (oldest.isEmpty()) {
            return false;
        }
        List<String> files =
                PermanentSlots.logFiles(leader).stream()
                        .filter(f -> f.substring(SlotDirectory.TIMELINE).compareTo(from) >= 0)
                        .filter(
                                f ->
                                        f.substring(SlotDirectory.TIMELINE).compareTo(oldest.get())
                                                < 0)
                        .sorted(Comparator.reverseOrder())
                        .toList();
        if (files.size() > MOST_FILES) {
            return false;
        }
        // The newest first: what is there is whole at any time.
        for (String file : files) {
            slots.addLog(file, (name, at) -> PermanentSlots.log(leader, name, at));
        }
        return true;
    }
}
