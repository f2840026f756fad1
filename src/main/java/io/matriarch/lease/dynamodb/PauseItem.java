package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.Pause;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item {@code pause}: it stands there for as long as the cluster is paused. */
final class PauseItem {

    static final String NAME = "pause";

    private PauseItem() {}

    static Pause read(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        return new Pause(in.text("since"), in.text("by"), in.optionalText("reason").orElse(""));
    }

    static Map<String, AttributeValue> write(String cluster, Pause pause) {
        var out = Attributes.of(cluster, NAME).text("since", pause.since()).text("by", pause.by());
        if (!pause.reason().isEmpty()) {
            out.text("reason", pause.reason());
        }
        return out.map();
    }
}
