package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Reading;
import io.matriarch.lease.ClusterStore;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The store in one DynamoDB table. Safe for use by many threads at once. */
public final class DynamoStore implements ClusterStore, AutoCloseable {

    /** One attempt at the default beat of a second. */
    public static final Duration ATTEMPT = Duration.ofMillis(800);

    private final StoreAddress address;
    private final Supplier<Moment> now;
    private final DynamoDbClient dynamo;
    private final ItemQuery query;

    /** A read that hangs must never cost a renewal its thread, so the lease has its own. */
    private final BoundedCalls leaseCalls;

    private final BoundedCalls otherCalls;

    /**
     * @param attempt every call comes back within this span, give or take 100 ms
     * @param now this node's monotonic clock
     * @throws IllegalArgumentException when no region is set and the machine names none
     */
    public DynamoStore(StoreAddress address, Duration attempt, Supplier<Moment> now) {
        this.address = address;
        this.now = now;
        this.dynamo = DynamoClients.open(address, attempt);
        this.query = new ItemQuery(dynamo, address);
        var words = new FailureWords(address.table(), DynamoClients.name(address), attempt);
        this.leaseCalls = new BoundedCalls("store-lease", 2, attempt, words);
        this.otherCalls = new BoundedCalls("store", 4, attempt, words);
    }

    /** Makes the table when there is none; returns when it can be used, or within a minute. */
    public TableSetup createTableIfMissing() {
        return new LeaseTable(address).createIfMissing();
    }

    @Override
    public Reading<ClusterView> read() {
        Moment asked = now.get();
        return otherCalls.call(
                "Query",
                () -> new Reading.Seen<>(ClusterItems.read(query.from(LeaseItem.NAME)), asked),
                Reading.Missing::new);
    }

    @Override
    public LeaseWrite write(LeaseView next, LeaseCondition condition) {
        var put = put(LeaseItem.write(address.cluster(), next));
        var request = LeaseItem.when(put, next, condition).build();
        return leaseCalls.call("PutItem", () -> writeLease(request, next), LeaseWrite.Unknown::new);
    }

    private LeaseWrite writeLease(PutItemRequest request, LeaseView next) {
        try {
            dynamo.putItem(request);
            return new LeaseWrite.Won(next);
        } catch (ConditionalCheckFailedException refused) {
            if (!refused.hasItem()) {
                return new LeaseWrite.Refused(Optional.empty());
            }
            LeaseView current = LeaseItem.read(refused.item());
            return LeaseItem.sameWrite(current, next)
                    ? new LeaseWrite.Won(current)
                    : new LeaseWrite.Refused(Optional.of(current));
        }
    }

    @Override
    public StoreWrite putMember(Member member) {
        var request = put(MemberItem.write(address.cluster(), member)).build();
        return other("PutItem", () -> written(dynamo.putItem(request)));
    }

    @Override
    public StoreWrite removeMember(NodeName name) {
        var key = Attributes.key(address.cluster(), MemberItem.name(name));
        return other(
                "DeleteItem",
                () -> written(dynamo.deleteItem(d -> d.tableName(address.table()).key(key))));
    }

    @Override
    public StoreWrite putRequest(OperatorRequest request) {
        var put =
                put(RequestItem.write(address.cluster(), request))
                        .conditionExpression("attribute_not_exists(#cluster) OR #id = :id")
                        .expressionAttributeNames(
                                Map.of("#cluster", Attributes.CLUSTER, "#id", "id"))
                        .expressionAttributeValues(id(request.id()))
                        .build();
        return other("PutItem", () -> writeOr(put, DynamoStore::otherRequest));
    }

    @Override
    public StoreWrite removeRequest(String id) {
        return other("DeleteItem", () -> deleteRequest(id));
    }

    private StoreWrite deleteRequest(String id) {
        try {
            dynamo.deleteItem(
                    d ->
                            d.tableName(address.table())
                                    .key(Attributes.key(address.cluster(), RequestItem.NAME))
                                    .conditionExpression("#id = :id")
                                    .expressionAttributeNames(Map.of("#id", "id"))
                                    .expressionAttributeValues(id(id)));
        } catch (ConditionalCheckFailedException _) {
            return new StoreWrite.Written();
        }
        return new StoreWrite.Written();
    }

    @Override
    public StoreWrite putPlan(Plan plan) {
        return other("PutItem", () -> new PlanWrites(dynamo, address).put(plan));
    }

    @Override
    public StoreWrite removePlan(Plan plan) {
        return other("DeleteItem", () -> new PlanWrites(dynamo, address).remove(plan));
    }

    @Override
    public StoreWrite dropPlan(Optional<NodeName> member) {
        return other("DeleteItem", () -> new PlanWrites(dynamo, address).drop(member));
    }

    @Override
    public StoreWrite putConfig(ConfigDocument next, long over) {
        var put = ConfigItem.when(put(ConfigItem.write(address.cluster(), next)), over).build();
        return other("PutItem", () -> writeOr(put, found -> otherConfig(found, next)));
    }

    /** A refusal that shows this very document is a lost answer. */
    private static StoreWrite otherConfig(Map<String, AttributeValue> found, ConfigDocument next) {
        if (found.isEmpty()) {
            return new StoreWrite.Conflict("there is no document any more");
        }
        ConfigDocument stored = ConfigItem.read(found);
        return stored.equals(next)
                ? new StoreWrite.Written()
                : new StoreWrite.Conflict("version %d stands there".formatted(stored.version()));
    }

    @Override
    public StoreWrite putPause(Pause pause) {
        var put =
                put(PauseItem.write(address.cluster(), pause))
                        .conditionExpression("attribute_not_exists(#cluster)")
                        .expressionAttributeNames(Map.of("#cluster", Attributes.CLUSTER))
                        .build();
        return other("PutItem", () -> writeOr(put, item -> pausedAlready(item, pause)));
    }

    /** A write whose answer was lost stands there itself. */
    private static StoreWrite pausedAlready(Map<String, AttributeValue> item, Pause wanted) {
        Pause now = PauseItem.read(item);
        return now.equals(wanted)
                ? new StoreWrite.Written()
                : new StoreWrite.Conflict("the cluster is already " + now.words());
    }

    @Override
    public StoreWrite removePause() {
        return other("DeleteItem", this::deletePause);
    }

    private StoreWrite deletePause() {
        try {
            return written(
                    dynamo.deleteItem(
                            d ->
                                    d.tableName(address.table())
                                            .key(Attributes.key(address.cluster(), PauseItem.NAME))
                                            .conditionExpression("attribute_exists(#cluster)")
                                            .expressionAttributeNames(
                                                    Map.of("#cluster", Attributes.CLUSTER))));
        } catch (ConditionalCheckFailedException _) {
            return new StoreWrite.Conflict("the cluster is not paused");
        }
    }

    @Override
    public Reading<List<HistoryEntry>> history() {
        Moment asked = now.get();
        return otherCalls.call(
                "Query",
                () ->
                        new Reading.Seen<>(
                                query.prefixed(HistoryItem.PREFIX).stream()
                                        .map(HistoryItem::read)
                                        .toList(),
                                asked),
                Reading.Missing::new);
    }

    @Override
    public StoreWrite addHistory(HistoryEntry entry) {
        var put =
                put(HistoryItem.write(address.cluster(), entry))
                        .conditionExpression("attribute_not_exists(#cluster)")
                        .expressionAttributeNames(Map.of("#cluster", Attributes.CLUSTER))
                        .build();
        return other("PutItem", () -> writeOr(put, _ -> new StoreWrite.Written()));
    }

    @Override
    public void close() {
        leaseCalls.close();
        otherCalls.close();
        dynamo.close();
    }

    private PutItemRequest.Builder put(Map<String, AttributeValue> item) {
        return PutItemRequest.builder()
                .tableName(address.table())
                .item(item)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private StoreWrite other(String operation, Supplier<StoreWrite> body) {
        return otherCalls.call(operation, body, StoreWrite.Unknown::new);
    }

    private StoreWrite writeOr(
            PutItemRequest put, Function<Map<String, AttributeValue>, StoreWrite> refused) {
        try {
            return written(dynamo.putItem(put));
        } catch (ConditionalCheckFailedException e) {
            return refused.apply(e.item());
        }
    }

    private static StoreWrite written(DynamoDbResponse answer) {
        return new StoreWrite.Written();
    }

    private static StoreWrite otherRequest(Map<String, AttributeValue> item) {
        var open = RequestItem.read(item);
        return new StoreWrite.Conflict(
                "another request is open: %s (id %s)"
                        .formatted(RequestItem.describe(open), open.id()));
    }

    private static Map<String, AttributeValue> id(String id) {
        return Attributes.none().text(":id", id).map();
    }
}
