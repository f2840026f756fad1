package io.matriarch.agent;

import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.DocumentReader;
import io.matriarch.cluster.ForOthers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.StandbyOf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the cluster, as far as this agent knows: the newest document that it could read,
 * and before the first one what its own file says for a new cluster. One thread's own.
 */
public final class SharedSettings {

    /** What the lease goes by. */
    private static final Set<String> PROMISES = Set.of("lease", "replication");

    private final DocumentReader reader;
    private SortedMap<String, String> values;

    /** Read by others, too. */
    private volatile ClusterSettings good;

    /** The other cluster's archive, until somebody leads who has all that it holds. */
    private volatile Optional<StandbyOf> fed;

    private @Nullable ConfigDocument newest;
    private boolean absent;
    private String trouble = "";

    /** Some document could be used as a whole. */
    private boolean read;

    private boolean unsure;

    /** The parts of a document that could be used before one could as a whole. */
    private final Set<String> known = new TreeSet<>();

    /**
     * @param values the node's own for a new cluster
     * @param initial the same, read
     * @param fed the archive that an earlier run of this agent took the log from
     */
    public SharedSettings(
            Map<String, String> values,
            ClusterSettings initial,
            DocumentReader reader,
            Optional<StandbyOf> fed) {
        this.values = new TreeMap<>(values);
        this.good = initial;
        this.fed = fed;
        this.reader = reader;
    }

    /** Takes in what the store shows; of one that nobody can use, what this run did not know. */
    void seen(Optional<ConfigDocument> document) {
        absent = document.isEmpty();
        if (absent && newest == null) {
            // Only a new cluster goes by its founder's file: later it says what once was.
            fed = archive(good).or(() -> fed);
        }
        if (absent || document.get().equals(newest)) {
            return;
        }
        newest = document.get();
        if (!newest.flaw().isEmpty()) {
            refused(newest.flaw(), Set.of());
            return;
        }
        switch (reader.read(newest.values())) {
            case DocumentReader.Read.Bad(var wrong) -> {
                if (!read) {
                    known.addAll(usable(newest.values()));
                    fed = archive(good).or(() -> fed);
                }
                refused(wrong.getFirst(), known);
            }
            case DocumentReader.Read.Good(var settings) -> {
                good = settings;
                fed = archive(settings).or(() -> fed);
                values = newest.values();
                read = true;
                unsure = false;
                trouble = "";
            }
        }
    }

    private void refused(String why, Set<String> parts) {
        unsure = !read && !parts.containsAll(PROMISES);
        trouble =
                "the cluster's configuration cannot be used, and %s holds: %s"
                        .formatted(
                                read
                                        ? "the one before it"
                                        : unsure ? "what the lease says of it" : "the rest of it",
                                why);
    }

    /** Takes in each part that can be used by itself; which ones could. */
    private Set<String> usable(SortedMap<String, String> all) {
        Set<String> taken = new TreeSet<>(PROMISES);
        all.keySet().forEach(key -> taken.add(part(key)));
        taken.removeIf(part -> !takes(part, all));
        // Nobody is promoted by mistake where a standby cluster was meant.
        boolean follows = !StandbyOf.keys(all).isEmpty();
        if (follows && !taken.contains("standby-cluster")) {
            Optional<StandbyOf> unreadable = Optional.of(StandbyOf.UNREADABLE);
            good = good.with(new ForOthers(good.others().slots(), unreadable));
        }
        return taken;
    }

    private boolean takes(String part, SortedMap<String, String> all) {
        SortedMap<String, String> next = new TreeMap<>(values);
        next.keySet().removeIf(key -> part(key).equals(part));
        all.forEach(
                (key, value) -> {
                    if (part(key).equals(part)) {
                        next.put(key, value);
                    }
                });
        if (reader.read(next) instanceof DocumentReader.Read.Good(var settings)) {
            good = settings;
            values = next;
            return true;
        }
        return false;
    }

    /** Such as "lease" of "lease.ttl". */
    private static String part(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    private static Optional<StandbyOf> archive(ClusterSettings settings) {
        return settings.others()
                .standbyOf()
                .filter(StandbyOf::hasArchive)
                .map(o -> new StandbyOf(List.of(), "", o.archive()));
    }

    /**
     * Whose archive this server takes its log from: also when the cluster follows it no more, until
     * one of its members takes writes. Any thread may ask.
     */
    public Optional<StandbyOf> fed() {
        return fed;
    }

    /** A member of this cluster takes writes: what the other one archived is of no use any more. */
    void led() {
        fed = archive(good);
    }

    /** The newest that could be used; any thread may ask. */
    public ClusterSettings settings() {
        return good;
    }

    /**
     * @param lease the newest that was read
     */
    NodeSettings over(NodeSettings own, Optional<LeaseView> lease) {
        NodeSettings under = own.under(good);
        return unsure ? lease.map(l -> LeaseWord.over(under, l)).orElse(under) : under;
    }

    /** There is a document, and this run has never read one that says what is promised. */
    boolean unsure() {
        return unsure;
    }

    /** Why the newest document is not the one that holds; empty when it is. */
    Optional<String> trouble() {
        return Optional.of(trouble).filter(t -> !t.isEmpty());
    }

    /** What a leader writes where there is no document: what it goes by itself. */
    Optional<ConfigDocument> missing() {
        long before = newest == null ? 0 : newest.version();
        return absent ? Optional.of(new ConfigDocument(before + 1, values)) : Optional.empty();
    }
}
