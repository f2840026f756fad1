package io.matriarch.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key of a node's file, and the one that somebody probably meant. */
final class KnownKeys {

    static final String PREFIX = "matriarch";
    static final String PARAMETERS = SharedKeys.INITIAL + SharedKeys.PARAMETERS;
    static final String VARIABLE_PREFIX = "MATRIARCH_";
    static final String PARAMETER_VARIABLE = "MATRIARCH_INITIAL_POSTGRES_PARAMETERS_";

    /**
     * The node's own, one value each. What begins with {@link SharedKeys#INITIAL} is read from the
     * same file: there some {@link #holdsLines hold lines}, {@link #PARAMETERS} any names.
     */
    static final List<String> SINGLE =
            List.of(
                    "cluster",
                    "name",
                    "store.table",
                    "store.endpoint",
                    "store.region",
                    "postgres.bin-dir",
                    "postgres.data-dir",
                    "postgres.listen",
                    "postgres.advertise",
                    "postgres.superuser-password-file",
                    "postgres.replication-password-file",
                    "api.listen",
                    "api.advertise",
                    "api.token-file",
                    "routing.zone",
                    "routing.endpoint",
                    "routing.primary-listen",
                    "backup.engine",
                    "backup.s3-prefix",
                    "backup.s3-endpoint",
                    "backup.s3-region",
                    "backup.s3-sse",
                    "backup.s3-kms-key",
                    "backup.s3-storage-class",
                    "secrets.ssm-path",
                    "secrets.kms-key",
                    "ec2.endpoint");

    private KnownKeys() {}

    static Stream<String> all() {
        return Stream.of(
                        SINGLE.stream(),
                        Stream.of(TagsCheck.GROUP),
                        SharedKeys.all().map(key -> SharedKeys.INITIAL + key))
                .flatMap(keys -> keys);
    }

    static boolean isSingle(String key) {
        return singles().anyMatch(key::equals);
    }

    static Stream<String> singles() {
        return Stream.concat(
                SINGLE.stream(), SharedKeys.SINGLE.stream().map(key -> SharedKeys.INITIAL + key));
    }

    static Stream<String> lines() {
        return SharedKeys.LINES.stream().map(key -> SharedKeys.INITIAL + key);
    }

    static boolean holdsLines(String key) {
        return lines().anyMatch(key::equals);
    }

    /** What a message says of a cluster's key where a node's is right. */
    static String belongsToTheCluster(String key, String where, String instead) {
        return "%s: it belongs to the cluster, not to a node: %s says it for a new cluster, \"matriarch config set %s=...\" for a running one"
                .formatted(where, instead, key);
    }

    static boolean isGroup(String path) {
        return all().anyMatch(key -> key.startsWith(path + "."));
    }

    static List<String> below(String group) {
        return all().filter(key -> key.startsWith(group + ".")).toList();
    }

    static String variable(String key) {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** ": did you mean ...?", or all that would be right. */
    static String hint(String unknown, Stream<String> known, String quote) {
        List<String> names = known.toList();
        return nearest(unknown, names)
                .map(name -> ": did you mean " + quote + name + quote + "?")
                .orElseGet(() -> ": known are " + String.join(", ", shown(names)));
    }

    /** A list that people can read: what may stand below initial is told when somebody asks it. */
    private static List<String> shown(List<String> names) {
        List<String> own =
                names.stream()
                        .filter(n -> !n.startsWith(SharedKeys.INITIAL))
                        .filter(n -> !n.startsWith(VARIABLE_PREFIX + "INITIAL_"))
                        .toList();
        return own.size() == names.size()
                ? own
                : Stream.concat(
                                own.stream(),
                                Stream.of(
                                        names.contains("name")
                                                ? "initial"
                                                : "MATRIARCH_INITIAL_..."))
                        .toList();
    }

    private static Optional<String> nearest(String unknown, List<String> names) {
        for (String name : names) {
            if (name.endsWith("." + unknown) || name.endsWith("-" + unknown)) {
                return Optional.of(name);
            }
        }
        int far = Math.max(2, unknown.length() / 4);
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(unknown, name)))
                .filter(name -> distance(unknown, name) <= far);
    }

    /** Levenshtein: how many letters to add, remove or change. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
