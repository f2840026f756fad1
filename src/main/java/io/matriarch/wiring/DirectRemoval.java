package io.matriarch.wiring;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Reading;
import io.matriarch.config.CommandConfig;
import io.matriarch.host.SystemClock;
import io.matriarch.lease.StoreWrite;
import io.matriarch.lease.dynamodb.DynamoStore;
import io.matriarch.lease.dynamodb.StoreAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Deletes a cluster's items from the table, once nobody holds its lease. */
record DirectRemoval(CommandConfig config) {

    /** One beat more than a ttl shows whether anybody renews. */
    private static final Duration SPARE = Duration.ofSeconds(2);

    /** Deleting many items takes more than one attempt's span. */
    private static final Duration ATTEMPT = Duration.ofSeconds(20);

    /**
     * @return what was done
     * @throws IOException one line why it was not
     */
    String remove() throws IOException {
        try (var store = store()) {
            return switch (store.removeCluster(unheld(store))) {
                case StoreWrite.Written _ ->
                        "removed: nothing of cluster %s is left in table %s; data directories, backups and names were not touched"
                                .formatted(config.cluster(), config.store().table());
                case StoreWrite.Conflict(var why) ->
                        throw new IOException("nothing was removed: " + why);
                case StoreWrite.Unknown(var why) ->
                        throw new IOException(
                                "nobody knows how much was removed, run it again: " + why);
            };
        }
    }

    /**
     * Looks, and does nothing.
     *
     * @return what {@link #remove} would do
     * @throws IOException one line why it would not
     */
    String trial() throws IOException {
        try (var store = store()) {
            var _ = unheld(store);
            return "would be removed: nobody holds the lease of cluster %s"
                    .formatted(config.cluster());
        }
    }

    /**
     * Takes a member off the list that has left.
     *
     * @return what was done
     * @throws IOException one line why it was not
     */
    String member(NodeName name) throws IOException {
        try (var store = store()) {
            ClusterView view = read(store);
            Optional<String> obstacle = obstacle(view, name);
            if (obstacle.isPresent()) {
                throw new IOException("nothing was removed: " + obstacle.get());
            }
            return switch (store.removeMember(name)) {
                case StoreWrite.Written _ ->
                        "removed: %s is no member of %s any more; its data directory was not touched"
                                .formatted(name, config.cluster());
                case StoreWrite.Conflict(var why) ->
                        throw new IOException("nothing was removed: " + why);
                case StoreWrite.Unknown(var why) ->
                        throw new IOException(
                                "nobody knows whether it was removed, run it again: " + why);
            };
        }
    }

    private static Optional<String> obstacle(ClusterView view, NodeName name) {
        if (!view.members().containsKey(name)) {
            return Optional.of("member %s does not exist".formatted(name));
        }
        Optional<LeaseView> lease = view.lease();
        if (lease.filter(l -> !l.released() && l.holder().equals(name)).isPresent()) {
            return Optional.of("%s leads".formatted(name));
        }
        return lease.filter(l -> l.sync().names().contains(name))
                .map(
                        _ ->
                                "commits may be on %s alone: the leader lets it go first, or a forced failover does"
                                        .formatted(name));
    }

    private DynamoStore store() {
        var address =
                new StoreAddress(
                        config.cluster(),
                        config.store().table(),
                        config.store().endpoint(),
                        config.store().region());
        return new DynamoStore(address, ATTEMPT, new SystemClock()::now);
    }

    /** The lease, which nobody renews; empty when there is none. */
    private Optional<LeaseView> unheld(DynamoStore store) throws IOException {
        Optional<LeaseView> lease = read(store).lease();
        return lease.isPresent() && !lease.get().released()
                ? stillAfterTtl(store, lease.get())
                : lease;
    }

    private Optional<LeaseView> stillAfterTtl(DynamoStore store, LeaseView before)
            throws IOException {
        try {
            Thread.sleep(before.ttl().plus(SPARE));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; nothing was removed");
        }
        Optional<LeaseView> after = read(store).lease();
        boolean still =
                after.filter(l -> l.epoch() == before.epoch() && l.beat() == before.beat())
                        .isPresent();
        if (!still) {
            throw new IOException(
                    "nothing was removed: %s holds the lease and renews it; stop all agents first"
                            .formatted(after.map(LeaseView::holder).orElse(before.holder())));
        }
        return after;
    }

    private static ClusterView read(DynamoStore store) throws IOException {
        return switch (store.read()) {
            case Reading.Seen<ClusterView>(var view, _) -> view;
            case Reading.Missing<ClusterView>(var why) -> throw new IOException(why);
        };
    }
}
