package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Plan;
import io.matriarch.lease.StoreWrite;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Writes of the items that say what is planned; the SDK's exceptions come through. */
record PlanWrites(DynamoDbClient dynamo, StoreAddress address) {

    StoreWrite put(Plan plan) {
        try {
            dynamo.putItem(
                    p ->
                            p.tableName(address.table())
                                    .item(PlanItem.write(address.cluster(), plan))
                                    .conditionExpression(
                                            "attribute_not_exists(#cluster) OR #id = :id")
                                    .expressionAttributeNames(
                                            Map.of("#cluster", Attributes.CLUSTER, "#id", "id"))
                                    .expressionAttributeValues(
                                            Attributes.none().text(":id", plan.id()).map())
                                    .returnValuesOnConditionCheckFailure(
                                            ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new StoreWrite.Written();
        } catch (ConditionalCheckFailedException e) {
            return new StoreWrite.Conflict(PlanItem.taken(e.item()));
        }
    }

    StoreWrite remove(Plan plan) {
        try {
            dynamo.deleteItem(
                    d ->
                            d.tableName(address.table())
                                    .key(Attributes.key(address.cluster(), PlanItem.name(plan)))
                                    .conditionExpression("#id = :id")
                                    .expressionAttributeNames(Map.of("#id", "id"))
                                    .expressionAttributeValues(
                                            Attributes.none().text(":id", plan.id()).map()));
        } catch (ConditionalCheckFailedException _) {
            return new StoreWrite.Written();
        }
        return new StoreWrite.Written();
    }

    StoreWrite drop(Optional<NodeName> member) {
        DeleteItemResponse answer =
                dynamo.deleteItem(
                        d ->
                                d.tableName(address.table())
                                        .key(
                                                Attributes.key(
                                                        address.cluster(), PlanItem.name(member)))
                                        .returnValues(ReturnValue.ALL_OLD));
        return answer.hasAttributes() && !answer.attributes().isEmpty()
                ? new StoreWrite.Written()
                : new StoreWrite.Conflict(
                        member.isPresent()
                                ? "no restarts are scheduled"
                                : "no switchover is scheduled");
    }
}
