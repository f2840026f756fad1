package io.matriarch.config;

import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.Replication;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the forms that values have. Each method throws {@link IllegalArgumentException} with what
 * would be right.
 */
final class Values {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|kB|MB|GB)?");
    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]{1,2}");

    private static final Pattern ZONE =
            Pattern.compile("Z[A-Z0-9]{3,31}|([a-z0-9_-]{1,63}\\.)+[a-z0-9-]{2,63}\\.?");

    private static final Map<String, Long> UNITS =
            Map.of("B", 1L, "kB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

    private Values() {}

    static Duration duration(String text) {
        var form = DURATION.matcher(text);
        if (!form.matches()) {
            throw wrong(text, "is no duration, such as 6s or 500ms");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case String _ -> Duration.ofMinutes(amount);
        };
    }

    /** Bytes. */
    static long size(String text) {
        var form = SIZE.matcher(text);
        if (!form.matches()) {
            throw wrong(text, "is no size, such as 1MB or 512kB");
        }
        long unit = UNITS.getOrDefault(form.group(2) == null ? "B" : form.group(2), 1L);
        var bytes = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw wrong(text, "is too large");
        }
        return bytes.longValueExact();
    }

    static Replication.Mode replicationMode(String text) {
        for (Replication.Mode mode : Replication.Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        throw wrong(text, "is no mode: async, sync, strict or quorum is right");
    }

    static FenceMode fenceMode(String text) {
        for (FenceMode mode : FenceMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        throw wrong(text, "is no mode: off, background or required is right");
    }

    static int syncCount(String text) {
        if (!text.matches("[1-9]|[1-9][0-9]")) {
            throw wrong(text, "is no count of standbys: 1 to 99 is right");
        }
        return Integer.parseInt(text);
    }

    static String cluster(String text) {
        return matching(
                CLUSTER, text, "is no cluster name: 1 to 63 letters, digits, '_', '.' or '-'");
    }

    static String table(String text) {
        return matching(TABLE, text, "is no table name: 3 to 255 letters, digits, '_', '.' or '-'");
    }

    static String region(String text) {
        return matching(REGION, text, "is no region, such as eu-central-1");
    }

    /** An id, or a name as DNS has them. */
    static String zone(String text) {
        return matching(
                ZONE, text, "is no hosted zone, such as db.internal or Z0123456789ABCDEFGHIJ");
    }

    static URI endpoint(String text) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            throw wrong(text, "is no endpoint, such as http://127.0.0.1:8000");
        }
        throw wrong(text, "is no endpoint, such as http://127.0.0.1:8000");
    }

    static Path absolute(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw wrong(text, "is a relative path, an absolute one is right");
        }
        return path.normalize();
    }

    static HostPort reachable(String text) {
        HostPort address = HostPort.parse(text);
        if (address.isWildcard()) {
            throw wrong(text, "is where one listens; an address that others reach is right");
        }
        return address;
    }

    static String oneOf(String text, List<String> right) {
        if (!right.contains(text)) {
            throw wrong(text, "is unknown: %s are right".formatted(String.join(" and ", right)));
        }
        return text;
    }

    private static String matching(Pattern form, String text, String wrong) {
        if (!form.matcher(text).matches()) {
            throw wrong(text, wrong);
        }
        return text;
    }

    private static IllegalArgumentException wrong(String text, String how) {
        return new IllegalArgumentException("\"" + text + "\" " + how);
    }
}
