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

    /** By then each agent that runs has read a document. */
    private static final long READ = 10 * World.SECOND;

    private static final String HOST = "standby-cluster.host";
    private static final String PREFIX = "standby-cluster.s3-prefix";

    private final Herd herd;
    private final DocumentCheck check = new DocumentCheck();
    private boolean kept;
    private boolean spoilt;
    private Map<String, String> lastGood = Map.of();
    private long goodAt;
    private long spoiltAt = Long.MAX_VALUE;
    private Duration longestDoubt = Duration.ZERO;

    SimConfig(Herd herd) {
        this.herd = herd;
    }

    /** From now on there is a document. */
    void begin() {
        kept = true;
    }

    Optional<SharedSettings> shared(SimNode on) {
        NodeName node = on.nodeName();
        if (!kept) {
            return Optional.empty();
        }
        Map<String, String> initial = herd.modes().areVaried() ? bare() : initial();
        boolean stale =
                herd.bugs().contains(Bug.DOCUMENT_STALE)
                        && node.equals(herd.nodes().getLast().nodeName());
        DocumentReader reader = stale ? new FirstOnly(check) : check;
        return Optional.of(
                new SharedSettings(
                        initial,
                        read(initial).settings(),
                        herd.bugs().contains(Bug.BAD_DOCUMENT_IS_BLANK) ? this::blank : reader,
                        on.fed()));
    }

    private DocumentReader.Read blank(Map<String, String> values) {
        return check.read(values) instanceof DocumentReader.Read.Good good ? good : read(bare());
    }

    /** A node's own file, which says nothing of its cluster. */
    private SortedMap<String, String> bare() {
        SortedMap<String, String> values = new TreeMap<>();
        put(values, herd.timers());
        if (herd.remote().exists()) {
            values.put(key(), herd.remote().place().toString());
        }
        return values;
    }

    /** What a node's files say until its agent has read the document. */
    Replication.Mode beginsAs() {
        return kept ? Replication.Mode.ASYNC.untilKnown() : herd.replication().mode();
    }

    boolean kept() {
        return kept;
    }

    private SortedMap<String, String> initial() {
        SortedMap<String, String> values = new TreeMap<>();
        put(values, herd.timers());
        put(values, herd.replication());
        if (herd.remote().exists()) {
            values.put(key(), herd.remote().place().toString());
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
        values.remove(key());
        if (now) {
            values.put(key(), herd.remote().place().toString());
        }
        return values;
    }

    private String key() {
        return herd.remote().place().hasArchive() ? PREFIX : HOST;
    }

    /** What demote-cluster and promote-cluster store: nothing that nobody could use. */
    void follow(boolean now) {
        repair();
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

    /** An operator wants another mode; what nobody could use is repaired on the way. */
    void replicate(Replication next) {
        Map<String, String> values = good();
        put(values, next);
        set(values);
    }

    void addSlots() {
        Map<String, String> values = good();
        herd.slots().plan().slots().values().forEach(slot -> put(values, slot));
        set(values);
    }

    /** A table that was wiped has forgotten what was added to it. */
    boolean asksForSlots() {
        return !kept
                || herd.store()
                        .config()
                        .filter(
                                c ->
                                        c.values().keySet().stream()
                                                .anyMatch(k -> k.startsWith("slots.")))
                        .isPresent();
    }

    /** Somebody writes into the table itself, or a newer version does. */
    void spoil(Dice dice) {
        Map<String, String> values = good();
        String[] wrong =
                dice.oneOf(
                        List.of(
                                new String[] {"replication.mode", "eventually"},
                                new String[] {"replication.sync-count", "many"},
                                new String[] {"lease.ttl", "1s"},
                                new String[] {"failover.maximum-lag", "little"}));
        lastGood = Map.copyOf(values);
        values.put(wrong[0], wrong[1]);
        spoiltAt = Math.min(spoiltAt, herd.world().now());
        spoilt = true;
        set(values);
    }

    /**
     * What nobody can use came over what everybody has read, and commits were to wait for somebody.
     */
    void releases(SimNode holder) {
        SimAgent agent = holder.agent();
        boolean readByAll = spoiltAt != Long.MAX_VALUE && spoiltAt - goodAt > READ;
        boolean awake = agent != null && agent.attentive() > herd.world().now() - goodAt;
        boolean begun = agent != null && agent.attentive() < herd.world().now() - spoiltAt;
        boolean knows =
                agent != null
                        && herd.store()
                                .config()
                                .filter(c -> agent.document() >= c.version())
                                .isPresent();
        if (readByAll
                && knows
                && (awake || begun)
                && check.read(lastGood) instanceof DocumentReader.Read.Good(var good)
                && good.replication().waits()
                // What it follows is kept elsewhere.
                && good.others().standbyOf().isEmpty()) {
            throw new Violation(
                    "a document that nobody can use makes no promise weaker (S9)",
                    holder.name() + " takes everybody out of the sync set");
        }
    }

    void repair() {
        if (spoilt) {
            set(good());
        }
    }

    /** The newest that agents can use. */
    private Map<String, String> good() {
        Map<String, String> now =
                herd.store().config().map(ConfigDocument::values).orElseGet(this::bare);
        Map<String, String> values = new TreeMap<>(now);
        if (check.read(now) instanceof DocumentReader.Read.Bad) {
            values = new TreeMap<>(lastGood);
        }
        return values;
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
            lastGood = Map.copyOf(values);
            goodAt = herd.world().now();
            spoiltAt = Long.MAX_VALUE;
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
