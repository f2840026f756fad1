package io.matriarch.config;

import io.matriarch.cluster.BackupSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Checks how the archive is written and kept.
 *
 * @param group the keys begin with it
 */
record KeepingCheck(KeyReader read, String group) {

    private static final Pattern HOURS = Pattern.compile("([1-9][0-9]{0,4})(h|d)");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,4}");

    /** Empty with findings. */
    Optional<BackupSettings> settings() {
        var compression = read.or(group + "compression", "lz4", KeepingCheck::compression);
        var every = read.or(group + "schedule", "24h", KeepingCheck::schedule);
        var count = read.given(group + "retain-count", KeepingCheck::count);
        var days = read.given(group + "retain-days", KeepingCheck::count);
        var rate = read.given(group + "rate-limit", KeepingCheck::rate);
        var size = read.or(group + "replica-size", "10GB", Values::size);
        var prove = read.or(group + "verify-schedule", "off", KeepingCheck::schedule);
        return compression.isEmpty() || every.isEmpty() || size.isEmpty() || prove.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BackupSettings(
                                compression.get(),
                                every.get(),
                                count.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                                days.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                                rate.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                                size.get(),
                                prove.get()));
    }

    private static String compression(String text) {
        return Values.oneOf(text, List.of("lz4", "zstd"));
    }

    private static Optional<Duration> schedule(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        var form = HOURS.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no schedule: 24h, 7d or off are right".formatted(text));
        }
        long amount = Long.parseLong(form.group(1));
        return Optional.of(
                form.group(2).equals("h") ? Duration.ofHours(amount) : Duration.ofDays(amount));
    }

    private static int count(String text) {
        if (!COUNT.matcher(text).matches()) {
            throw new IllegalArgumentException("\"%s\" is no number from 1 on".formatted(text));
        }
        return Integer.parseInt(text);
    }

    private static long rate(String text) {
        long bytes = Values.size(text);
        if (bytes < 32 << 10) {
            throw new IllegalArgumentException(
                    "\"%s\" is below 32kB, the least in a second".formatted(text));
        }
        return bytes;
    }
}
