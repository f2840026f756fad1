package io.matriarch.postgres.process;

import io.matriarch.cluster.PermanentSlot;
import io.matriarch.cluster.SlotPlan;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.Login;
import io.matriarch.postgres.sql.PermanentSlots;
import io.matriarch.postgres.sql.SlotRow;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the permanent slots of a running server: made on the leader, moved on behind it. */
final class SlotKeeper {

    static final Duration LIMIT = Duration.ofSeconds(5);

    /** A logical slot comes to be only when the transactions of that moment have ended. */
    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(30);

    private final Node node;
    private final SlotCopies copies;
    private final SlotNotes notes;
    private final CatalogSafety safety;

    SlotKeeper(Node node, SlotCopies copies) {
        this.node = node;
        this.copies = copies;
        this.notes = new SlotNotes(node);
        this.safety = new CatalogSafety(node.settings().self());
    }

    /**
     * @param leader whom this standby follows; empty on the leader itself
     */
    SlotView tend(Optional<Upstream> leader) throws InterruptedException {
        SlotPlan plan = node.settings().slots();
        try {
            List<String> former = notes.former(plan);
            if (plan.isEmpty() && former.isEmpty()) {
                return SlotView.NONE;
            }
            notes.add(plan);
            Map<String, SlotRow> mine = rows(node.local());
            List<String> troubles = new ArrayList<>();
            for (String name : former) {
                forget(name, Optional.ofNullable(mine.get(name)));
            }
            SlotView view =
                    leader.isEmpty()
                            ? make(plan, mine, troubles)
                            : follow(plan, mine, node.remote(leader.get()), troubles);
            return new SlotView(view.toCopy(), view.unsafe(), String.join("; ", troubles));
        } catch (SQLException | IOException e) {
            return SlotView.troubled("the permanent slots are not kept: " + JobFailure.words(e));
        }
    }

    private static Map<String, SlotRow> rows(Login login)
            throws SQLException, InterruptedException {
        return Bounded.run(login, LIMIT, PermanentSlots::rows);
    }

    /** It is in the plan no more, and this agent had kept it. */
    private void forget(String name, Optional<SlotRow> slot)
            throws SQLException, IOException, InterruptedException {
        if (slot.isEmpty()) {
            notes.remove(name);
        } else {
            boolean _ = drop(node.local(), slot.get());
        }
    }

    private static boolean drop(Login login, SlotRow slot)
            throws SQLException, InterruptedException {
        return Bounded.run(login, LIMIT, c -> PermanentSlots.drop(c, slot));
    }

    private SlotView make(SlotPlan plan, Map<String, SlotRow> mine, List<String> troubles)
            throws InterruptedException {
        for (var slot : plan.slots().values()) {
            SlotRow row = mine.get(slot.name());
            if (row == null) {
                attempt(
                        "cannot make the slot " + slot.name(),
                        troubles,
                        login(slot.database()),
                        c -> PermanentSlots.make(c, slot));
            } else if (!row.fits(slot)) {
                troubles.add(other(slot.name()));
            } else if (row.lost()) {
                troubles.add(
                        "PostgreSQL gave the slot %s up: its consumer must begin anew; drop it, and it is made again"
                                .formatted(slot.name()));
            }
        }
        return new SlotView(List.of(), safety.unsafe(), "");
    }

    private static String other(String name) {
        return "the slot %s is of another kind than slots.%s says: drop it, or rename one"
                .formatted(name, name);
    }

    private SlotView follow(
            SlotPlan plan, Map<String, SlotRow> mine, Login leader, List<String> troubles)
            throws SQLException, InterruptedException {
        Map<String, SlotRow> theirs = rows(leader);
        List<String> toCopy = new ArrayList<>();
        for (var slot : plan.slots().values()) {
            SlotRow source = theirs.get(slot.name());
            if (source == null || !source.fits(slot) || source.lost()) {
                continue;
            }
            SlotRow row = mine.get(slot.name());
            if (!slot.logical()) {
                physical(slot.name(), row, source, troubles);
            } else if (!byPostgres(row, source) && row == null) {
                if (copies.worthARestart(source)) {
                    toCopy.add(slot.name());
                }
            } else if (row != null && !row.synced()) {
                logical(row, source, troubles);
            }
        }
        safety.look(mine, theirs, plan);
        return new SlotView(toCopy, safety.unsafe(), "");
    }

    /** A slot of an earlier leadership is in the way of PostgreSQL's own copy. */
    private boolean byPostgres(@Nullable SlotRow row, SlotRow source)
            throws SQLException, InterruptedException {
        if (source.failover() && row != null && !row.synced()) {
            boolean _ = drop(node.local(), row);
        }
        return source.failover();
    }

    private void physical(String name, @Nullable SlotRow row, SlotRow source, List<String> troubles)
            throws InterruptedException {
        var slot = new PermanentSlot(name, false, "", "");
        if (row == null) {
            attempt(
                    "cannot make the slot " + name,
                    troubles,
                    login(""),
                    c -> PermanentSlots.make(c, slot));
        } else if (source.restart().isAfter(row.restart())) {
            attempt(
                    "the slot %s does not move on".formatted(name),
                    troubles,
                    login(""),
                    c -> PermanentSlots.advance(c, name, source.restart()));
        }
    }

    private void logical(SlotRow row, SlotRow source, List<String> troubles)
            throws SQLException, InterruptedException {
        if (source.failover()) {
            return;
        }
        if (row.lost() || !row.plugin().equals(source.plugin())) {
            boolean _ = drop(node.local(), row);
        } else if (source.confirmed().isAfter(row.confirmed())) {
            attempt(
                    "the slot %s does not move on".formatted(row.name()),
                    troubles,
                    login(row.database()),
                    c -> PermanentSlots.advance(c, row.name(), source.confirmed()));
        }
    }

    private Login login(String database) {
        return database.isEmpty() ? node.local() : node.local().to(database);
    }

    private interface Change {
        void on(Connection connection) throws SQLException;
    }

    /** One slot's trouble is not another one's. */
    private static void attempt(String what, List<String> troubles, Login login, Change change)
            throws InterruptedException {
        try {
            boolean _ =
                    Bounded.run(
                            login,
                            CHANGE_LIMIT,
                            connection -> {
                                change.on(connection);
                                return true;
                            });
        } catch (SQLException e) {
            troubles.add(what + ": " + JobFailure.words(e));
        }
    }
}
