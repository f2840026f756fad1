package io.matriarch.lease.dynamodb;

import static io.matriarch.lease.Samples.N1;
import static io.matriarch.lease.Samples.N2;
import static io.matriarch.lease.Samples.fullLease;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.OperatorRequest;
import io.matriarch.lease.ClusterStore;
import io.matriarch.lease.ClusterStoreContract;
import io.matriarch.lease.LeaseRace;
import io.matriarch.lease.StoreWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class DynamoStoreTest implements ClusterStoreContract {

    @RegisterExtension final Stores stores = new Stores();

    @Override
    public ClusterStore store() {
        return stores.onLocalDynamo(Stores.newCluster());
    }

    @Test
    void eightWritersRaceAThousandRounds() throws Exception {
        String cluster = Stores.newCluster();
        var writers = Stream.generate(() -> stores.onLocalDynamo(cluster)).limit(8).toList();
        var start = Instant.now();
        int rounds = LeaseRace.run(writers, 1000);
        var took = Duration.between(start, Instant.now());
        System.out.printf(
                "8 writers, %d rounds, one winner in each, %d ms%n", rounds, took.toMillis());
        assertEquals(1000, rounds);
    }

    @Test
    void theOpenRequestIsNamed() {
        var store = store();
        store.putRequest(
                new OperatorRequest(
                        "id-7", OperatorRequest.Kind.SWITCHOVER, Optional.of(N1), Optional.of(N2)));
        assertEquals(
                new StoreWrite.Conflict(
                        "another request is open: switchover from n1 to n2 (id id-7)"),
                store.putRequest(
                        new OperatorRequest(
                                "id-8",
                                OperatorRequest.Kind.FAILOVER,
                                Optional.empty(),
                                Optional.of(N2))));
    }

    @Test
    void theLeaseItemIsWhatTheDocumentationSays() {
        var item = LeaseItem.write("herd", fullLease(N1, N2, 3, 9));
        assertEquals(AttributeValue.fromS("herd"), item.get("cluster"));
        assertEquals(AttributeValue.fromS("lease"), item.get("item"));
        assertEquals(AttributeValue.fromN("3"), item.get("epoch"));
        assertEquals(AttributeValue.fromN("6500"), item.get("ttl"));
        assertEquals(AttributeValue.fromBool(false), item.get("released"));
        assertEquals(AttributeValue.fromS("FFFFFFFF/FFFFFFFF"), item.get("lsn"));
        assertEquals(AttributeValue.fromSs(List.of("n1", "n2")), item.get("failsafe"));
    }
}
