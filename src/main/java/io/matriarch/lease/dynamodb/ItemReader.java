package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads one item's attributes by name; those it is not asked for are a newer version's, and do not
 * matter. Every method throws {@link MalformedItem} for an attribute that is missing or of another
 * form.
 */
record ItemReader(String name, Map<String, AttributeValue> item) {

    static ItemReader of(Map<String, AttributeValue> item) {
        AttributeValue key = item.get(Attributes.ITEM);
        return new ItemReader(key == null ? "?" : String.valueOf(key.s()), item);
    }

    String text(String attribute) {
        return present(attribute, AttributeValue::s, "a text");
    }

    Optional<String> optionalText(String attribute) {
        return item.containsKey(attribute) ? Optional.of(text(attribute)) : Optional.empty();
    }

    boolean flag(String attribute) {
        return present(attribute, AttributeValue::bool, "true or false");
    }

    Optional<Boolean> optionalFlag(String attribute) {
        return item.containsKey(attribute) ? Optional.of(flag(attribute)) : Optional.empty();
    }

    Optional<Long> optionalNumber(String attribute) {
        return item.containsKey(attribute) ? Optional.of(number(attribute)) : Optional.empty();
    }

    long number(String attribute) {
        String digits = present(attribute, AttributeValue::n, "a number");
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw wrong(attribute, "is " + digits + ", a whole number is right");
        }
    }

    int smallNumber(String attribute) {
        long number = number(attribute);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw wrong(attribute, "is " + number + ", 0 to 2147483647 is right");
        }
        return (int) number;
    }

    Timeline timeline(String attribute) {
        return new Timeline(smallNumber(attribute));
    }

    Lsn lsn(String attribute) {
        return parsed(attribute, text(attribute), Lsn::parse);
    }

    NodeName node(String attribute) {
        return parsed(attribute, text(attribute), NodeName::new);
    }

    Optional<NodeName> optionalNode(String attribute) {
        return optionalText(attribute).map(text -> parsed(attribute, text, NodeName::new));
    }

    /** Empty when absent: DynamoDB has no empty sets. */
    Set<NodeName> nodes(String attribute) {
        AttributeValue value = item.get(attribute);
        if (value == null) {
            return Set.of();
        }
        if (!value.hasSs()) {
            throw wrong(attribute, "is no set of texts");
        }
        return value.ss().stream()
                .map(text -> parsed(attribute, text, NodeName::new))
                .collect(Collectors.toUnmodifiableSet());
    }

    List<NodeName> nodeList(String attribute) {
        AttributeValue value = item.get(attribute);
        if (value == null || !value.hasL()) {
            throw wrong(attribute, value == null ? "is missing" : "is no list of texts");
        }
        return value.l().stream()
                .map(v -> parsed(attribute, String.valueOf(v.s()), NodeName::new))
                .toList();
    }

    /** The reader of a map within this item. */
    ItemReader within(String attribute) {
        AttributeValue value = item.get(attribute);
        if (value == null || !value.hasM()) {
            throw wrong(attribute, value == null ? "is missing" : "is no map");
        }
        return new ItemReader(name, value.m());
    }

    /** A map of texts; an absent one is empty. */
    <T> T parsedTexts(String attribute, Function<Map<String, String>, T> parse) {
        Map<String, String> texts = new TreeMap<>();
        if (item.containsKey(attribute)) {
            ItemReader within = within(attribute);
            within.item().keySet().forEach(key -> texts.put(key, within.text(key)));
        }
        try {
            return parse.apply(texts);
        } catch (IllegalArgumentException e) {
            throw wrong(attribute, "is wrong: " + e.getMessage());
        }
    }

    <T> T parsed(String attribute, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(attribute, "is wrong: " + e.getMessage());
        }
    }

    MalformedItem wrong(String attribute, String how) {
        return new MalformedItem(name, attribute, how);
    }

    private <T> T present(
            String attribute, Function<AttributeValue, @Nullable T> form, String right) {
        AttributeValue value = item.get(attribute);
        if (value == null) {
            throw wrong(attribute, "is missing, " + right + " is right");
        }
        T found = form.apply(value);
        if (found == null) {
            throw wrong(attribute, "is of type " + value.type() + ", " + right + " is right");
        }
        return found;
    }
}
