package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Timeline;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items {@code history#BEGUN}, padded with zeros so that they sort by timeline. */
final class HistoryItem {

    static final String PREFIX = "history#";

    private HistoryItem() {}

    static String name(Timeline begun) {
        return "%s%010d".formatted(PREFIX, begun.number());
    }

    static HistoryEntry read(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        return new HistoryEntry(
                in.timeline("begun"),
                in.timeline("timeline"),
                in.lsn("switchPoint"),
                in.text("reason"),
                in.text("when"),
                in.node("leader"));
    }

    static Map<String, AttributeValue> write(String cluster, HistoryEntry entry) {
        return Attributes.of(cluster, name(entry.begun()))
                .number("begun", entry.begun().number())
                .number("timeline", entry.timeline().number())
                .text("switchPoint", entry.switchPoint())
                .text("reason", entry.reason())
                .text("when", entry.when())
                .text("leader", entry.leader())
                .map();
    }
}
