package io.matriarch.agent;

import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.DocumentReader;
import io.matriarch.cluster.ForOthers;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.StandbyOf;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the cluster, as far as this agent knows: the newest document that it could read,
 * and before the first one what its own file says for a new cluster. One thread's own.
 */
public final class SharedSettings {

    private final DocumentReader reader;
    private SortedMap<String, String> values;

    /** Read by others, too. */
    private volatile ClusterSettings good;

    private @Nullable ConfigDocument newest;
    private boolean absent;
    private String trouble = "";

    /**
     * @param values the node's own for a new cluster
     * @param initial the same, read
     */
    public SharedSettings(
            Map<String, String> values, ClusterSettings initial, DocumentReader reader) {
        this.values = new TreeMap<>(values);
        this.good = initial;
        this.reader = reader;
    }

    /** Takes in what the store shows; one that nobody can use changes nothing but the sentence. */
    void seen(Optional<ConfigDocument> document) {
        absent = document.isEmpty();
        if (absent || document.get().equals(newest)) {
            return;
        }
        boolean first = newest == null;
        newest = document.get();
        if (!newest.flaw().isEmpty()) {
            trouble = refused(newest.flaw());
            return;
        }
        switch (reader.read(newest.values())) {
            case DocumentReader.Read.Bad(var wrong) -> {
                trouble = refused(wrong.getFirst());
                // Nobody is promoted by mistake where a standby cluster was meant.
                if (first && !StandbyOf.keys(newest.values()).isEmpty()) {
                    good =
                            good.with(
                                    new ForOthers(
                                            good.others().slots(),
                                            Optional.of(StandbyOf.UNREADABLE)));
                }
            }
            case DocumentReader.Read.Good(var settings) -> {
                good = settings;
                values = newest.values();
                trouble = "";
            }
        }
    }

    private static String refused(String why) {
        return "the cluster's configuration cannot be used, and the one before it holds: " + why;
    }

    /** The newest that could be used; any thread may ask. */
    public ClusterSettings settings() {
        return good;
    }

    NodeSettings over(NodeSettings own) {
        return own.under(good);
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
