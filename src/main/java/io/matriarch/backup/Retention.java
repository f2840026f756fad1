package io.matriarch.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which backups are kept. One that either rule wants stays, and so does the newest, each permanent
 * one and each that cannot be read, and all that these rest on. Without any rule all stay.
 *
 * @param count so many of the newest full backups, permanent ones not counted, and the deltas since
 *     the oldest of them
 * @param days every point in time of so many days stays within reach
 */
public record Retention(OptionalInt count, OptionalInt days) {

    public static final Retention NONE = new Retention(OptionalInt.empty(), OptionalInt.empty());

    /** The names of those that may go. */
    public Set<String> dispensable(List<BaseBackup> all, Instant now) {
        if (count.isEmpty() && days.isEmpty() || all.isEmpty()) {
            return Set.of();
        }
        List<BaseBackup> sorted = new ArrayList<>(all);
        sorted.removeIf(backup -> !backup.isReadable());
        if (sorted.isEmpty()) {
            return Set.of();
        }
        sorted.sort(Comparator.comparing(BaseBackup::begun).thenComparing(BaseBackup::name));
        Instant since = since(sorted, now);
        Deque<String> wanted = new ArrayDeque<>();
        wanted.add(sorted.getLast().name());
        // Of one that cannot be read nobody knows whether it is wanted: an operator decides.
        all.stream().filter(b -> !b.isReadable()).map(BaseBackup::name).forEach(wanted::add);
        for (BaseBackup backup : sorted) {
            if (backup.permanent() || !backup.begun().isBefore(since)) {
                wanted.add(backup.name());
            }
        }
        Set<String> gone = new HashSet<>();
        sorted.forEach(backup -> gone.add(backup.name()));
        gone.removeAll(withFoundations(wanted, all));
        return gone;
    }

    /** The earlier of both rules' limits. */
    private Instant since(List<BaseBackup> sorted, Instant now) {
        Instant since = Instant.MAX;
        if (count.isPresent()) {
            List<BaseBackup> full =
                    sorted.stream().filter(b -> b.restsOn().isEmpty() && !b.permanent()).toList();
            int first = Math.max(0, full.size() - count.getAsInt());
            since = full.isEmpty() ? Instant.MIN : full.get(first).begun();
        }
        if (days.isPresent()) {
            Instant limit = now.minus(Duration.ofDays(days.getAsInt()));
            // The newest one before the limit reaches the points right behind it; not a permanent
            // one, whose log is kept only until it is consistent.
            Optional<BaseBackup> reaching =
                    sorted.stream()
                            .filter(b -> !b.permanent() && !b.stored().isAfter(limit))
                            .reduce((_, later) -> later);
            Instant oldest = reaching.map(BaseBackup::begun).orElse(Instant.MIN);
            since = oldest.isBefore(since) ? oldest : since;
        }
        return since;
    }

    private static Set<String> withFoundations(Deque<String> wanted, List<BaseBackup> all) {
        Map<String, BaseBackup> byName = new HashMap<>();
        all.forEach(backup -> byName.put(backup.name(), backup));
        Set<String> kept = new HashSet<>();
        while (!wanted.isEmpty()) {
            BaseBackup backup = byName.get(wanted.remove());
            if (backup != null && kept.add(backup.name())) {
                backup.restsOn().ifPresent(wanted::add);
            }
        }
        return kept;
    }
}
