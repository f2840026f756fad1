package io.matriarch.lease.dynamodb;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Sees to it that the table is there. A query asks whether it is, since every member may query, and
 * few may describe tables.
 */
final class LeaseTable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final int LOOKS = 200;

    /** What one query tells. */
    private sealed interface Look {
        record Usable() implements Look {}

        record NotThere() implements Look {}

        record Unusable(String why) implements Look {}
    }

    private final StoreAddress address;
    private final FailureWords words;

    LeaseTable(StoreAddress address) {
        this.address = address;
        this.words = new FailureWords(address.table(), DynamoClients.name(address), PATIENCE);
    }

    TableSetup createIfMissing() {
        try (var dynamo = DynamoClients.open(address, PATIENCE);
                var calls = new BoundedCalls("store-table", 1, PATIENCE, words)) {
            return switch (look(dynamo, calls)) {
                case Look.Usable() -> new TableSetup.Existed();
                case Look.Unusable(String why) -> new TableSetup.NotUsable(why);
                case Look.NotThere() ->
                        create(dynamo, calls)
                                .<TableSetup>map(TableSetup.NotUsable::new)
                                .orElseGet(() -> await(dynamo, calls));
            };
        }
    }

    private Look look(DynamoDbClient dynamo, BoundedCalls calls) {
        return calls.call(
                "Query",
                () -> {
                    try {
                        new ItemQuery(dynamo, address).from(LeaseItem.NAME);
                        return new Look.Usable();
                    } catch (ResourceNotFoundException _) {
                        return new Look.NotThere();
                    } catch (DynamoDbException e) {
                        if (isValidation(e)) {
                            return new Look.Unusable(otherKeys());
                        }
                        throw e;
                    }
                },
                Look.Unusable::new);
    }

    /** Returns why it could not be created; empty when it was, by us or by another member. */
    private Optional<String> create(DynamoDbClient dynamo, BoundedCalls calls) {
        return calls.call(
                        "CreateTable",
                        () -> {
                            try {
                                dynamo.createTable(definition());
                            } catch (ResourceInUseException _) {
                                // Another member was faster.
                                return Optional.<String>empty();
                            }
                            return Optional.<String>empty();
                        },
                        Optional::of)
                .map(why -> "table %s is missing: %s".formatted(address.table(), why));
    }

    private TableSetup await(DynamoDbClient dynamo, BoundedCalls calls) {
        String why = "it did not become active within a minute";
        for (int i = 0; i < LOOKS; i++) {
            switch (look(dynamo, calls)) {
                case Look.Usable() -> {
                    return new TableSetup.Created();
                }
                case Look.NotThere() -> {}
                case Look.Unusable(String reason) -> why = reason;
            }
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return new TableSetup.NotUsable("interrupted while waiting for the table");
            }
        }
        return new TableSetup.NotUsable(
                "table %s was created, but %s".formatted(address.table(), why));
    }

    private CreateTableRequest definition() {
        return CreateTableRequest.builder()
                .tableName(address.table())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        a ->
                                a.attributeName(Attributes.CLUSTER)
                                        .attributeType(ScalarAttributeType.S),
                        a -> a.attributeName(Attributes.ITEM).attributeType(ScalarAttributeType.S))
                .keySchema(
                        k -> k.attributeName(Attributes.CLUSTER).keyType(KeyType.HASH),
                        k -> k.attributeName(Attributes.ITEM).keyType(KeyType.RANGE))
                .build();
    }

    private String otherKeys() {
        return ("table %s exists with another key schema: partition key \"cluster\" and sort key"
                        + " \"item\", both strings, are right")
                .formatted(address.table());
    }

    private static boolean isValidation(DynamoDbException e) {
        var details = e.awsErrorDetails();
        return details != null && "ValidationException".equals(details.errorCode());
    }
}
