package io.matriarch.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What holds for the whole cluster, as it stands in the store: texts, because what is wrong with a
 * value is said where it is read.
 *
 * @param version rises by one with each change, from 1 on; 0 where none can be read
 * @param values by key, such as {@code lease.ttl}; the lines of {@code postgres.hba} are one text
 * @param flaw why the item cannot be read as a document; empty when it can
 */
public record ConfigDocument(long version, SortedMap<String, String> values, String flaw) {

    public ConfigDocument {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public ConfigDocument(long version, Map<String, String> values) {
        this(version, new TreeMap<>(values), "");
    }

    /** An item that is there, and no document. */
    public static ConfigDocument unreadable(long version, String why) {
        return new ConfigDocument(version, new TreeMap<>(), why);
    }

    /** The document that takes this one's place. */
    public ConfigDocument next(Map<String, String> others) {
        return new ConfigDocument(version + 1, others);
    }
}
