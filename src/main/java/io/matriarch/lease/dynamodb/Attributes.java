package io.matriarch.lease.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes of one item while it is put together. */
final class Attributes {

    static final String CLUSTER = "cluster";
    static final String ITEM = "item";

    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    private Attributes() {}

    static Attributes none() {
        return new Attributes();
    }

    static Map<String, AttributeValue> key(String cluster, String item) {
        return Map.of(CLUSTER, AttributeValue.fromS(cluster), ITEM, AttributeValue.fromS(item));
    }

    static Attributes of(String cluster, String item) {
        var attributes = new Attributes();
        attributes.values.putAll(key(cluster, item));
        return attributes;
    }

    Attributes text(String name, Object value) {
        return put(name, AttributeValue.fromS(value.toString()));
    }

    Attributes texts(String name, Map<String, String> values) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        values.forEach((key, value) -> map.put(key, AttributeValue.fromS(value)));
        return put(name, AttributeValue.fromM(map));
    }

    Attributes number(String name, long value) {
        return put(name, AttributeValue.fromN(Long.toString(value)));
    }

    Attributes flag(String name, boolean value) {
        return put(name, AttributeValue.fromBool(value));
    }

    Attributes put(String name, AttributeValue value) {
        values.put(name, value);
        return this;
    }

    Map<String, AttributeValue> map() {
        return values;
    }
}
