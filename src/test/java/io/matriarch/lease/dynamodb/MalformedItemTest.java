package io.matriarch.lease.dynamodb;

import static io.matriarch.lease.Samples.N1;
import static io.matriarch.lease.Samples.N2;
import static io.matriarch.lease.Samples.fullLease;
import static io.matriarch.lease.Samples.lease;
import static io.matriarch.lease.Samples.mine;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.Reading;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.testing.LocalDynamo;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items that somebody else has written, by hand or by a newer version. */
final class MalformedItemTest {

    @RegisterExtension final Stores stores = new Stores();
    private final String cluster = Stores.newCluster();

    @Test
    void aWrongAttributeIsNamed() {
        var epoch = "item \"lease\": attribute \"epoch\" ";
        assertMissing(epoch + "is missing, a number is right", "epoch", Optional.empty());
        assertMissing(
                epoch + "is of type S, a number is right",
                "epoch",
                Optional.of(AttributeValue.fromS("3")));
        assertMissing(
                epoch + "is 1.5, a whole number is right",
                "epoch",
                Optional.of(AttributeValue.fromN("1.5")));
        assertMissing(
                "item \"lease\": attribute \"lsn\" is wrong: \"here\" is no LSN, such as 0/3000060",
                "lsn",
                Optional.of(AttributeValue.fromS("here")));
        assertMissing(
                "item \"lease\": attribute \"holder\" is wrong: \"a b\" is no member name: 1 to 63"
                        + " letters, digits, '_', '.' or '-'",
                "holder",
                Optional.of(AttributeValue.fromS("a b")));
    }

    @Test
    void aRefusalThatShowsAMalformedLeaseIsUnknown() {
        var store = stores.onLocalDynamo(cluster);
        var item = LeaseItem.write(cluster, fullLease(N1, N2, 3, 9));
        item.remove("sync");
        put(item);
        var next = lease(N1, 1, 1);
        assertEquals(
                new LeaseWrite.Unknown("item \"lease\": attribute \"sync\" is missing"),
                store.write(next, mine(next)));
    }

    @Test
    void whatANewerVersionAddsDoesNotMatter() {
        var store = stores.onLocalDynamo(cluster);
        var full = fullLease(N1, N2, 3, 9);
        var item = LeaseItem.write(cluster, full);
        item.put("witness", AttributeValue.fromS("n9"));
        put(item);
        var other = new HashMap<>(Attributes.key(cluster, "plans"));
        other.put("x", AttributeValue.fromN("1"));
        put(other);
        assertEquals(Optional.of(full), store.read().seen().flatMap(c -> c.lease()));
    }

    private void assertMissing(String line, String attribute, Optional<AttributeValue> value) {
        var store = stores.onLocalDynamo(cluster);
        var item = LeaseItem.write(cluster, fullLease(N1, N2, 3, 9));
        item.remove(attribute);
        value.ifPresent(v -> item.put(attribute, v));
        put(item);
        assertEquals(new Reading.Missing<>(line), store.read());
    }

    private void put(Map<String, AttributeValue> item) {
        var address = Stores.address(LocalDynamo.shared().endpoint(), cluster, Stores.TABLE);
        try (var dynamo = DynamoClients.open(address, Duration.ofSeconds(5))) {
            dynamo.putItem(p -> p.tableName(Stores.TABLE).item(item));
        }
    }
}
