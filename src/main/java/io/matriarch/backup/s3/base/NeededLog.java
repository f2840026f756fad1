package io.matriarch.backup.s3.base;

import io.matriarch.backup.BaseBackup;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log that backups need: from the segment that the oldest begins in, on every timeline, since
 * positions only rise from one timeline to the next. A permanent backup that is older needs what
 * makes it consistent, and no more. One that is under way needs its log as well: a later one may
 * have been finished before it.
 *
 * @param underWay names
 */
record NeededLog(List<BaseBackup> kept, List<String> underWay) {

    /** Timeline, then position; names compare by the latter as text. */
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{8}([0-9A-F]{16})\\b.*");

    /** Histories of timelines, and whatever is no segment, stay. */
    boolean holds(String file) {
        Matcher segment = SEGMENT.matcher(file);
        if (!segment.matches()) {
            return true;
        }
        String position = segment.group(1);
        Optional<String> horizon =
                kept.stream()
                        .filter(b -> !b.permanent())
                        .map(BaseBackup::name)
                        .map(NeededLog::first)
                        .min(String::compareTo);
        // With permanent ones alone nobody has said from when on points in time are wanted.
        return horizon.isEmpty()
                || position.compareTo(horizon.get()) >= 0
                || underWay.stream().anyMatch(name -> position.compareTo(first(name)) >= 0)
                || kept.stream().anyMatch(b -> b.permanent() && within(b, position));
    }

    private static String first(String backup) {
        return backup.substring(13, 29);
    }

    private static boolean within(BaseBackup backup, String position) {
        return position.compareTo(first(backup.name())) >= 0
                && position.compareTo(last(backup)) <= 0;
    }

    /** Counted in the smallest segments there are, 1 MB: with larger ones some more is kept. */
    private static String last(BaseBackup backup) {
        long finish = backup.finish().bytes();
        return "%08X%08X".formatted(finish >>> 32, (finish & 0xFFFF_FFFFL) >> 20);
    }
}
