package io.matriarch.lease.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Strongly consistent reads of a cluster's items, in the order of their names. */
record ItemQuery(DynamoDbClient dynamo, StoreAddress address) {

    /** The items named {@code first} or later. */
    List<Map<String, AttributeValue>> from(String first) {
        return all("#cluster = :cluster AND #item >= :item", first);
    }

    List<Map<String, AttributeValue>> prefixed(String prefix) {
        return all("#cluster = :cluster AND begins_with(#item, :item)", prefix);
    }

    private List<Map<String, AttributeValue>> all(String condition, String item) {
        var request =
                QueryRequest.builder()
                        .tableName(address.table())
                        .consistentRead(true)
                        .keyConditionExpression(condition)
                        .expressionAttributeNames(
                                Map.of("#cluster", Attributes.CLUSTER, "#item", Attributes.ITEM))
                        .expressionAttributeValues(
                                Attributes.none()
                                        .text(":cluster", address.cluster())
                                        .text(":item", item)
                                        .map())
                        .build();
        var items = new ArrayList<Map<String, AttributeValue>>();
        for (var page : dynamo.queryPaginator(request)) {
            items.addAll(page.items());
        }
        return items;
    }
}
