package io.matriarch.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where the names of a cluster stand in DNS. DNS knows no capitals, and answers in small letters.
 *
 * @param text such as {@code shop.db.internal}, without a last dot
 */
public record Domain(String text) {

    /** The label of the leader's name. */
    public static final String PRIMARY = "primary";

    /** The label of the name that stands for all replicas. */
    public static final String REPLICA = "replica";

    private static final Pattern LABELS =
            Pattern.compile(
                    "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    /**
     * @param zone the name of the hosted zone, with or without its last dot
     */
    public static Domain of(String cluster, String zone) {
        String name = zone.endsWith(".") ? zone.substring(0, zone.length() - 1) : zone;
        return new Domain((cluster + "." + name).toLowerCase(Locale.ROOT));
    }

    /** Whether a cluster of this name can have names in DNS. */
    public static boolean fits(String cluster) {
        return LABELS.matcher(cluster.toLowerCase(Locale.ROOT)).matches();
    }

    public String name(String label) {
        return label + "." + text;
    }

    /**
     * The label of each member's own name. A member whose label is taken has none: by the leader,
     * by the replicas, or by another member whose name differs only in what DNS does not know.
     */
    public static Map<NodeName, String> labels(Collection<NodeName> members) {
        Map<NodeName, String> labels = new HashMap<>();
        for (NodeName member : new TreeSet<>(members)) {
            String label = label(member);
            boolean taken =
                    label.equals(PRIMARY) || label.equals(REPLICA) || labels.containsValue(label);
            if (!taken) {
                labels.put(member, label);
            }
        }
        return labels;
    }

    private static String label(NodeName member) {
        return member.value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    }
}
