package io.matriarch.postgres.files;

import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** {@code pg_wal}. */
public final class WalDirectory {

    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

    private WalDirectory() {}

    /**
     * The newest timeline that log was written on here. A standby whose upstream is gone shows in
     * SQL only that of its last restart point, which may be an older one.
     */
    public static Timeline newest(Path dataDir) {
        try (var files = Files.newDirectoryStream(dataDir.resolve("pg_wal"))) {
            int newest = 0;
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (SEGMENT.matcher(name).matches()) {
                    newest = Math.max(newest, Integer.parseUnsignedInt(name, 0, 8, 16));
                }
            }
            return new Timeline(newest);
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            return Timeline.NONE;
        }
    }

    /**
     * A segment's file name.
     *
     * @param number counted from the beginning of the log
     */
    public static String segment(Timeline timeline, long number, long segmentSize) {
        long each = 0x1_0000_0000L / segmentSize;
        return "%08X%08X%08X".formatted(timeline.number(), number / each, number % each);
    }

    /** The way to {@code timeline} as this directory knows it. */
    public static TimelineHistory history(Path dataDir, Timeline timeline) throws IOException {
        Path file = dataDir.resolve("pg_wal").resolve(TimelineHistory.fileName(timeline));
        return Files.exists(file)
                ? TimelineHistory.parse(timeline, Files.readString(file))
                : TimelineHistory.alone(timeline);
    }
}
