package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.ConfigDocument;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * The item {@code settings}: {@code version}, and the map {@code values} of texts by key. Its name
 * sorts behind the lease's, so that the read of the lease brings it without the history.
 */
final class ConfigItem {

    static final String NAME = "settings";

    private ConfigItem() {}

    /** What is wrong with this item must never hide the lease beside it. */
    static ConfigDocument read(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        long version = 0;
        try {
            version = in.number("version");
            Map<String, String> values = new HashMap<>();
            ItemReader map = in.within("values");
            for (String key : map.item().keySet()) {
                values.put(key, map.text(key));
            }
            return new ConfigDocument(version, values);
        } catch (MalformedItem e) {
            return ConfigDocument.unreadable(version, String.valueOf(e.getMessage()));
        }
    }

    static Map<String, AttributeValue> write(String cluster, ConfigDocument document) {
        Attributes values = Attributes.none();
        document.values().forEach(values::text);
        return Attributes.of(cluster, NAME)
                .number("version", document.version())
                .put("values", AttributeValue.fromM(values.map()))
                .map();
    }

    /**
     * Only when nobody has changed it meanwhile.
     *
     * @param over the version that is replaced; 0 when there is none to be read
     */
    static PutItemRequest.Builder when(PutItemRequest.Builder put, long over) {
        return over == 0
                ? put.conditionExpression("attribute_not_exists(#version)")
                        .expressionAttributeNames(Map.of("#version", "version"))
                : put.conditionExpression("#version = :version")
                        .expressionAttributeNames(Map.of("#version", "version"))
                        .expressionAttributeValues(
                                Attributes.none().number(":version", over).map());
    }
}
