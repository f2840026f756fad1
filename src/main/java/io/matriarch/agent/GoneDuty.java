package io.matriarch.agent;

import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import io.matriarch.decision.Observation;
import io.matriarch.history.Ledger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes members off the list whose machines are gone for good. Silence alone takes nobody off: a
 * machine that is only out of reach may come back.
 */
final class GoneDuty {

    /** An answer is kept for a while; who is silent after that has been so for longer. */
    private static final Duration SILENT = Duration.ofSeconds(30);

    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Effects effects;
    private final Ledger ledger;
    private final Map<NodeName, Moment> silentSince = new HashMap<>();
    private Map<NodeName, String> asked = Map.of();
    private boolean running;
    private String trouble = "";
    private @Nullable Moment askedAt;

    GoneDuty(Effects effects, Ledger ledger) {
        this.effects = effects;
        this.ledger = ledger;
    }

    /** Who does not lead watches nobody. */
    void rest() {
        silentSince.clear();
    }

    /** Only a leader looks, whenever its loop steps anyway. */
    void schedule(Observation seen, Moment now) {
        if (!leads(seen, now)) {
            rest();
            return;
        }
        Map<NodeName, String> silent = silent(seen, now);
        boolean due = askedAt == null || now.reached(askedAt.plus(EVERY));
        if (!running && due && !silent.isEmpty()) {
            running = true;
            askedAt = now;
            asked = silent;
            effects.start(new Effect.SeekMachines(Set.copyOf(silent.values())));
        }
    }

    private static boolean leads(Observation seen, Moment now) {
        return seen.tenure() instanceof Tenure.Held held
                && held.validAt(now)
                && !held.byPeers()
                && seen.postgres().seen().orElse(null) instanceof PostgresView.Primary;
    }

    /** Who has not answered for long, and what its machine is called. */
    private Map<NodeName, String> silent(Observation seen, Moment now) {
        Map<NodeName, String> silent = new HashMap<>();
        Set<NodeName> quiet = new HashSet<>();
        for (Member member : members(seen).values()) {
            NodeName name = member.name();
            boolean answers = seen.peers().get(name) instanceof Reading.Seen;
            if (answers || name.equals(seen.me().name()) || member.instance().isEmpty()) {
                continue;
            }
            quiet.add(name);
            Moment since = silentSince.computeIfAbsent(name, _ -> now);
            // Commits may wait for a member of the sync set: it leaves that set first.
            if (now.reached(since.plus(SILENT)) && !seen.tells(name)) {
                silent.put(name, member.instance());
            }
        }
        silentSince.keySet().retainAll(quiet);
        return silent;
    }

    private static Map<NodeName, Member> members(Observation seen) {
        return seen.store().seen().map(view -> view.members()).orElse(Map.of());
    }

    /** An entry that names another machine by now is a new member's. */
    void ended(Reading<Set<String>> gone, Observation seen, Moment now) {
        running = false;
        switch (gone) {
            case Reading.Missing<Set<String>>(var why) -> failed(why);
            case Reading.Seen<Set<String>>(var machines, _) -> {
                trouble = "";
                if (leads(seen, now)) {
                    asked.forEach((name, machine) -> remove(name, machine, machines, seen));
                }
            }
        }
    }

    private void remove(NodeName name, String machine, Set<String> gone, Observation seen) {
        boolean same =
                Optional.ofNullable(members(seen).get(name))
                        .filter(member -> member.instance().equals(machine))
                        .isPresent();
        boolean silent = silentSince.containsKey(name) && !seen.tells(name);
        if (gone.contains(machine) && same && silent) {
            ledger.machine("%s leaves the list: its machine %s is gone".formatted(name, machine));
            effects.start(new Effect.RemoveMember(name));
        }
    }

    private void failed(String why) {
        if (!why.equals(trouble)) {
            ledger.warn("members that are gone cannot be told from silent ones: " + why);
        }
        trouble = why;
    }
}
