package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SystemId;
import io.matriarch.lease.LeaseCondition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** The item {@code lease}; {@code ttl} in milliseconds, {@code lsn} in PostgreSQL's form. */
final class LeaseItem {

    static final String NAME = "lease";

    private LeaseItem() {}

    static LeaseView read(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        var sync = in.within("sync");
        return new LeaseView(
                in.node("holder"),
                in.text("incarnation"),
                in.number("epoch"),
                in.number("beat"),
                Duration.ofMillis(in.number("ttl")),
                in.flag("released"),
                in.optionalNode("heir"),
                new SyncSet(sync.nodeList("names"), sync.smallNumber("needed")),
                in.lsn("lsn"),
                in.timeline("timeline"),
                new SystemId(in.text("systemId")),
                in.nodes("failsafe"),
                in.nodes("fence"),
                in.optionalNode("replacing"));
    }

    static Map<String, AttributeValue> write(String cluster, LeaseView lease) {
        var out =
                Attributes.of(cluster, NAME)
                        .text("holder", lease.holder())
                        .text("incarnation", lease.incarnation())
                        .number("epoch", lease.epoch())
                        .number("beat", lease.beat())
                        .number("ttl", lease.ttl().toMillis())
                        .flag("released", lease.released())
                        .put("sync", sync(lease.sync()))
                        .text("lsn", lease.lsn())
                        .number("timeline", lease.timeline().number())
                        .text("systemId", lease.systemId());
        lease.heir().ifPresent(heir -> out.text("heir", heir));
        lease.replacing().ifPresent(member -> out.text("replacing", member));
        if (!lease.failsafe().isEmpty()) {
            out.put("failsafe", names(lease.failsafe()));
        }
        if (!lease.fence().isEmpty()) {
            out.put("fence", names(lease.fence()));
        }
        return out.map();
    }

    private static AttributeValue names(Set<NodeName> nodes) {
        return AttributeValue.fromSs(nodes.stream().map(NodeName::value).sorted().toList());
    }

    /** Adds the condition under which the write of {@code next} takes effect. */
    static PutItemRequest.Builder when(
            PutItemRequest.Builder put, LeaseView next, LeaseCondition condition) {
        return switch (condition) {
            case LeaseCondition.Absent() ->
                    put.conditionExpression("attribute_not_exists(#cluster)")
                            .expressionAttributeNames(Map.of("#cluster", Attributes.CLUSTER));
            case LeaseCondition.Unmoved(long epoch, long beat) ->
                    put.conditionExpression("#epoch = :epoch AND #beat = :beat")
                            .expressionAttributeNames(Map.of("#epoch", "epoch", "#beat", "beat"))
                            .expressionAttributeValues(
                                    Attributes.none()
                                            .number(":epoch", epoch)
                                            .number(":beat", beat)
                                            .map());
            case LeaseCondition.Mine mine -> whenMine(put, next, mine);
        };
    }

    private static PutItemRequest.Builder whenMine(
            PutItemRequest.Builder put, LeaseView next, LeaseCondition.Mine mine) {
        // "beat lower than mine" keeps an old renewal that was long on its way from undoing a newer
        // one, and "not released" keeps it from taking a released lease back.
        return put.conditionExpression(
                        "#holder = :holder AND #incarnation = :incarnation AND #epoch = :epoch"
                                + " AND #beat < :beat AND #released = :no")
                .expressionAttributeNames(
                        Map.of(
                                "#holder", "holder",
                                "#incarnation", "incarnation",
                                "#epoch", "epoch",
                                "#beat", "beat",
                                "#released", "released"))
                .expressionAttributeValues(
                        Attributes.none()
                                .text(":holder", mine.holder())
                                .text(":incarnation", mine.incarnation())
                                .number(":epoch", mine.epoch())
                                .number(":beat", next.beat())
                                .flag(":no", false)
                                .map());
    }

    /** True when {@code stored} is the very write that {@code mine} was: its answer got lost. */
    static boolean sameWrite(LeaseView stored, LeaseView mine) {
        return stored.holder().equals(mine.holder())
                && stored.incarnation().equals(mine.incarnation())
                && stored.epoch() == mine.epoch()
                && stored.beat() == mine.beat();
    }

    private static AttributeValue sync(SyncSet sync) {
        var names = sync.names().stream().map(n -> AttributeValue.fromS(n.value())).toList();
        return AttributeValue.fromM(
                Attributes.none()
                        .put("names", AttributeValue.fromL(names))
                        .number("needed", sync.needed())
                        .map());
    }
}
