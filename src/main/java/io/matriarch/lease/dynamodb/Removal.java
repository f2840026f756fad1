package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.LeaseView;
import io.matriarch.lease.StoreWrite;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Deletes all of a cluster's items, the lease first and only as it was seen. */
record Removal(DynamoDbClient dynamo, StoreAddress address, ItemQuery query) {

    StoreWrite of(Optional<LeaseView> seen) {
        try {
            seen.ifPresent(this::lease);
        } catch (ConditionalCheckFailedException _) {
            return new StoreWrite.Conflict("the lease has moved: somebody holds it");
        }
        for (Map<String, AttributeValue> item : query.from(" ")) {
            String name = ItemReader.of(item).name();
            if (name.equals(LeaseItem.NAME)) {
                return new StoreWrite.Conflict("somebody has taken the lease meanwhile");
            }
            dynamo.deleteItem(
                    d -> d.tableName(address.table()).key(Attributes.key(address.cluster(), name)));
        }
        return new StoreWrite.Written();
    }

    private void lease(LeaseView seen) {
        dynamo.deleteItem(
                d ->
                        d.tableName(address.table())
                                .key(Attributes.key(address.cluster(), LeaseItem.NAME))
                                .conditionExpression("#epoch = :epoch AND #beat = :beat")
                                .expressionAttributeNames(
                                        Map.of("#epoch", "epoch", "#beat", "beat"))
                                .expressionAttributeValues(
                                        Attributes.none()
                                                .number(":epoch", seen.epoch())
                                                .number(":beat", seen.beat())
                                                .map()));
    }
}
