package io.matriarch.cluster;

import java.util.regex.Pattern;

/** A member's name, unique in its cluster: letters, digits, {@code _ . -}, at most 63 of them. */
public record NodeName(String value) implements Comparable<NodeName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    /**
     * @throws IllegalArgumentException when the name has another form
     */
    public NodeName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no member name: 1 to 63 letters, digits, '_', '.' or '-'"
                            .formatted(value));
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
