package io.matriarch.simulation;

import io.matriarch.agent.SharedSettings;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.DocumentReader;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PermanentSlot;
import io.matriarch.cluster.Replication;
import io.matriarch.config.DocumentCheck;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The cluster's document, and the operators who change it while everything else goes on. */
final class SimConfig {

    private static final List<LeaseTimers> TIMERS =
            List.of(
                    new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1)),
                    new LeaseTimers(Duration.ofSeconds(5), Duration.ofMillis(700)),
                    new LeaseTimers(Duration.ofSeconds(10), Duration.ofMillis(1500)),
                    new LeaseTimers(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                    new LeaseTimers(Duration.ofSeconds(15), Duration.ofSeconds(1)));

    private static final String HOST = "standby-cluster.host";

    private final Herd herd;
    private final DocumentCheck check = new DocumentCheck();
    private boolean kept;
    private Duration longestDoubt = Duration.ZERO;

    SimConfig(Herd herd) {
        this.herd = herd;
    }

    /** From now on there is a document. */
    void begin() {
        kept = true;
    }

    Optional<SharedSettings> shared(NodeName node) {
        if (!kept) {
            return Optional.empty();
        }
        Map<String, String> initial = initial();
        boolean stale =
                herd.bugs().contains(Bug.DOCUMENT_STALE)
                        && node.equals(herd.nodes().getLast().nodeName());
        return Optional.of(
                new SharedSettings(
                        initial, read(initial).settings(), stale ? new FirstOnly(check) : check));
    }

    boolean kept() {
        return kept;
    }

    private SortedMap<String, String> initial() {
        SortedMap<String, String> values = new TreeMap<>();
        put(values, herd.timers());
        put(values, herd.replication());
        if (herd.remote().exists()) {
            values.put(HOST, herd.remote().place().toString());
        }
        herd.slots().plan().slots().values().forEach(slot -> put(values, slot));
        return values;
    }

    /** What stands there, or holds while nothing does. */
    SortedMap<String, String> values() {
        return herd.store().config().map(ConfigDocument::values).orElseGet(this::initial);
    }

    /** The document with the setting, or without it. */
    SortedMap<String, String> following(boolean now) {
        SortedMap<String, String> values = new TreeMap<>(values());
        values.remove(HOST);
        if (now) {
            values.put(HOST, herd.remote().place().toString());
        }
        return values;
    }

    /** What demote-cluster and promote-cluster store. */
    void follow(boolean now) {
        set(following(now));
        herd.remote().followed(now);
    }

    Duration longestDoubt() {
        Duration first = herd.timers().doubt();
        return longestDoubt.compareTo(first) > 0 ? longestDoubt : first;
    }

    /** By the document; by what the founder says before there is one. */
    Replication replication() {
        return herd.store()
                .config()
                .map(c -> check.read(c.values()))
                .filter(DocumentReader.Read.Good.class::isInstance)
                .map(good -> ((DocumentReader.Read.Good) good).settings().replication())
                .orElse(herd.replication());
    }

    private DocumentReader.Read.Good read(Map<String, String> values) {
        return switch (check.read(values)) {
            case DocumentReader.Read.Good good -> good;
            case DocumentReader.Read.Bad(var wrong) -> throw new IllegalStateException("" + wrong);
        };
    }

    /**
     * Somebody changes something.
     *
     * @param mildly nobody may notice it
     */
    void change(Dice dice, boolean mildly) {
        Map<String, String> values =
                new TreeMap<>(
                        herd.store().config().map(ConfigDocument::values).orElse(new TreeMap<>()));
        if (values.isEmpty()) {
            return;
        }
        if (dice.chance(0.7)) {
            LeaseTimers next = dice.oneOf(TIMERS);
            boolean slower =
                    next.ttl().compareTo(herd.timers().ttl()) >= 0
                            && next.beat().compareTo(herd.timers().beat()) >= 0;
            put(values, mildly && !slower ? herd.timers() : next);
        }
        if (herd.replication().waits() && dice.chance(0.4)) {
            put(
                    values,
                    new Replication(
                            dice.chance(0.6) ? Replication.Mode.SYNC : Replication.Mode.STRICT,
                            1 + dice.below(2)));
        }
        set(values);
    }

    /** As KEY=VALUE, and unchecked: as somebody does who writes into the table itself. */
    void set(List<String> settings) {
        Map<String, String> values =
                new TreeMap<>(
                        herd.store().config().map(ConfigDocument::values).orElse(new TreeMap<>()));
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            values.put(parts[0], parts[1]);
        }
        set(values);
    }

    /** An operator has this stored, if nobody was faster. */
    private void set(Map<String, String> values) {
        ConfigDocument before =
                herd.store().config().orElseGet(() -> new ConfigDocument(0, initial()));
        ConfigDocument next = before.next(values);
        if (check.read(values) instanceof DocumentReader.Read.Good(var good)) {
            Duration doubt = good.timers().doubt();
            longestDoubt = longestDoubt.compareTo(doubt) > 0 ? longestDoubt : doubt;
        }
        herd.store().putConfig(next, before.version());
        herd.story()
                .tell(
                        "operator",
                        "%s (version %d)".formatted(words(before, values), next.version()));
    }

    private static String words(ConfigDocument before, Map<String, String> values) {
        StringBuilder said = new StringBuilder();
        before.values().keySet().stream()
                .filter(key -> !values.containsKey(key))
                .forEach(key -> said.append(said.isEmpty() ? "takes out " : ", ").append(key));
        values.forEach(
                (key, value) -> {
                    if (!value.equals(before.values().get(key))) {
                        said.append(said.isEmpty() ? "sets " : ", ")
                                .append(key)
                                .append('=')
                                .append(value);
                    }
                });
        return said.isEmpty() ? "sets nothing new" : said.toString();
    }

    private static void put(Map<String, String> values, PermanentSlot slot) {
        String key = "slots." + slot.name();
        values.put(key + ".type", slot.logical() ? "logical" : "physical");
        values.put(key + ".database", slot.database());
        values.put(key + ".plugin", slot.plugin());
    }

    private static void put(Map<String, String> values, LeaseTimers timers) {
        values.put("lease.ttl", timers.ttl().toMillis() + "ms");
        values.put("lease.beat", timers.beat().toMillis() + "ms");
    }

    private static void put(Map<String, String> values, Replication replication) {
        values.put("replication.mode", replication.mode().name().toLowerCase(Locale.ROOT));
        values.put("replication.sync-count", Integer.toString(replication.syncCount()));
    }

    /** A planted mistake: whatever stands there later, it reads what it read first. */
    private static final class FirstOnly implements DocumentReader {
        private final DocumentReader reader;
        private DocumentReader.@Nullable Read first;

        FirstOnly(DocumentReader reader) {
            this.reader = reader;
        }

        @Override
        public Read read(Map<String, String> values) {
            if (first == null) {
                first = reader.read(values);
            }
            return first;
        }
    }
}
