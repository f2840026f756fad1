package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.Moment;
import io.matriarch.lease.ClusterStoreContract;
import io.matriarch.testing.LocalDynamo;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Stores for one test, closed when it ends. */
final class Stores implements AfterEachCallback {

    static final String TABLE = "matriarch";
    static final Moment NOW = ClusterStoreContract.NOW;
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    private final List<DynamoStore> open = new ArrayList<>();

    /** On DynamoDB Local, whose table is made when it is missing. */
    DynamoStore onLocalDynamo(String cluster) {
        var store = at(LocalDynamo.shared().endpoint(), cluster, Duration.ofSeconds(5));
        if (store.createTableIfMissing() instanceof TableSetup.NotUsable(var why)) {
            throw new IllegalStateException(why);
        }
        return store;
    }

    DynamoStore at(URI endpoint, String cluster, Duration attempt) {
        var store = new DynamoStore(address(endpoint, cluster, TABLE), attempt, () -> NOW);
        open.add(store);
        return store;
    }

    static StoreAddress address(URI endpoint, String cluster, String table) {
        return new StoreAddress(cluster, table, Optional.of(endpoint), Optional.empty());
    }

    static String newCluster() {
        return "cluster-" + CLUSTERS.incrementAndGet();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        open.forEach(DynamoStore::close);
        open.clear();
    }
}
