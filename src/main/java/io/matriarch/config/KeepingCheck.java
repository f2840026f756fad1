package io.matriarch.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Checks how base backups are taken and kept. */
record KeepingCheck(KeyReader read) {

    private static final Pattern HOURS = Pattern.compile("([1-9][0-9]{0,4})(h|d)");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,4}");

    Optional<AgentConfig.Keeping> of(AgentKeys.Backup keys) {
        var every = read.value("backup.schedule", keys.schedule(), KeepingCheck::schedule);
        var count = read.optional("backup.retain-count", keys.retainCount(), KeepingCheck::count);
        var days = read.optional("backup.retain-days", keys.retainDays(), KeepingCheck::count);
        var rate = read.optional("backup.rate-limit", keys.rateLimit(), KeepingCheck::rate);
        var size = read.value("backup.replica-size", keys.replicaSize(), Values::size);
        var prove =
                read.value("backup.verify-schedule", keys.verifySchedule(), KeepingCheck::schedule);
        return every.isEmpty() || size.isEmpty() || prove.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new AgentConfig.Keeping(
                                every.get(),
                                count.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                                days.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                                rate.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                                size.get(),
                                prove.get()));
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
