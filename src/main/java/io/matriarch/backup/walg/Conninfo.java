package io.matriarch.backup.walg;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a connection string of libpq's: wal-g wants them as variables. */
final class Conninfo {

    private static final Pattern PART = Pattern.compile("(\\w+)=('(?:[^'\\\\]|\\\\.)*'|\\S+)");

    private Conninfo() {}

    static Map<String, String> parts(String conninfo) {
        var parts = new HashMap<String, String>();
        Matcher part = PART.matcher(conninfo);
        while (part.find()) {
            String value = part.group(2);
            parts.put(
                    part.group(1),
                    value.startsWith("'")
                            ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                            : value);
        }
        return parts;
    }
}
