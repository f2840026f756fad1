package io.matriarch.cli;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Reading;
import java.util.List;
import java.util.Optional;

/** The store, for a command that no agent answers; it writes nothing but the document. */
public interface StoreReader extends AutoCloseable {

    /** The cluster's name. */
    String cluster();

    /** What is read, for people: {@code DynamoDB table matriarch}. */
    String name();

    Reading<ClusterView> read();

    /** Oldest first. */
    Reading<List<HistoryEntry>> history();

    /**
     * Puts the cluster's document there when the version {@code over} still stands there.
     *
     * @return why not; empty when it is stored
     */
    default Optional<String> putConfig(ConfigDocument next, long over) {
        return Optional.of("this program cannot write the store");
    }

    @Override
    void close();
}
