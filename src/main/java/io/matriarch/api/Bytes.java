package io.matriarch.api;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's way to write a size: 1048576, 16kB, 64MB, 1GB. */
final class Bytes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}) *(B|kB|MB|GB|TB)?");

    private Bytes() {}

    /** Empty for what is no size: Patroni takes that as no limit, and so do its users. */
    static OptionalLong parse(@Nullable String text) {
        if (text == null) {
            return OptionalLong.empty();
        }
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            return OptionalLong.empty();
        }
        String unit = m.group(2);
        int shift =
                switch (unit == null ? "B" : unit) {
                    case "kB" -> 10;
                    case "MB" -> 20;
                    case "GB" -> 30;
                    case "TB" -> 40;
                    default -> 0;
                };
        long number = Long.parseLong(m.group(1));
        return OptionalLong.of(number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift);
    }
}
