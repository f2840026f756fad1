package io.matriarch.cli;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Reading;
import java.util.List;

/** The store, for a command that no agent answers; it only reads. */
public interface StoreReader extends AutoCloseable {

    /** The cluster's name. */
    String cluster();

    /** What is read, for people: {@code DynamoDB table matriarch}. */
    String name();

    Reading<ClusterView> read();

    /** Oldest first. */
    Reading<List<HistoryEntry>> history();

    @Override
    void close();
}
