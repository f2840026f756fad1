package io.matriarch.lease.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.testing.LocalDynamo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

final class LeaseTableTest {

    @Test
    void isMadeByOneOfSeveralMembersAtOnce() throws Exception {
        var table = new LeaseTable(address("made-at-once"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<TableSetup> setUp = table::createIfMissing;
            var setups = new ArrayList<TableSetup>();
            for (var setup : threads.invokeAll(Collections.nCopies(4, setUp))) {
                setups.add(setup.get());
            }
            assertTrue(setups.contains(new TableSetup.Created()), setups::toString);
            for (var setup : setups) {
                assertTrue(!(setup instanceof TableSetup.NotUsable), setups::toString);
            }
        }
        assertEquals(new TableSetup.Existed(), table.createIfMissing());
    }

    @Test
    void isLeftAloneWhenItsKeysAreOthers() {
        var address = address("of-somebody-else");
        try (var dynamo = DynamoClients.open(address, Duration.ofSeconds(5))) {
            dynamo.createTable(
                    t ->
                            t.tableName(address.table())
                                    .billingMode(BillingMode.PAY_PER_REQUEST)
                                    .attributeDefinitions(
                                            a ->
                                                    a.attributeName("id")
                                                            .attributeType(ScalarAttributeType.S))
                                    .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)));
        }
        assertEquals(
                new TableSetup.NotUsable(
                        "table of-somebody-else exists with another key schema: partition key"
                                + " \"cluster\" and sort key \"item\", both strings, are right"),
                new LeaseTable(address).createIfMissing());
    }

    private static StoreAddress address(String table) {
        return Stores.address(LocalDynamo.shared().endpoint(), "c", table);
    }
}
