package io.matriarch.wiring;

import io.matriarch.backup.Fetched;
import io.matriarch.cluster.Fork;
import io.matriarch.cluster.Timeline;
import io.matriarch.postgres.files.TimelineHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The newest timeline whose history another cluster's archive has given. */
final class NewestTimeline {

    private static final Pattern HISTORY = Pattern.compile("([0-9A-F]{8})\\.history");

    private Timeline timeline = Timeline.NONE;
    private List<Fork> forks = List.of();
    private String trouble = "";

    Timeline timeline() {
        return timeline;
    }

    /** Where those before it ended, the oldest first. */
    List<Fork> forks() {
        return forks;
    }

    /** Why there may be a newer one; empty when the last answer was one. */
    String trouble() {
        return trouble;
    }

    void saw(String name, Path file, Fetched end) {
        var history = HISTORY.matcher(name);
        if (!history.matches()) {
            return;
        }
        trouble = end instanceof Fetched.Failed(var why) ? why : "";
        Timeline told = new Timeline(Integer.parseUnsignedInt(history.group(1), 16));
        if (end instanceof Fetched.Written && !timeline.isAfter(told)) {
            try {
                forks = forks(TimelineHistory.parse(told, Files.readString(file)));
                timeline = told;
            } catch (IOException | IllegalArgumentException e) {
                trouble = "%s cannot be read: %s".formatted(name, e.getMessage());
            }
        }
    }

    private static List<Fork> forks(TimelineHistory history) {
        return history.entries().stream()
                .flatMap(e -> e.end().map(at -> new Fork(e.timeline(), at, "")).stream())
                .toList();
    }
}
