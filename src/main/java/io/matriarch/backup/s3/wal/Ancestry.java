package io.matriarch.backup.s3.wal;

import io.matriarch.cluster.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Up to where each timeline belongs to the newest one in a {@code pg_wal}.
 *
 * @param ends where its descendant forked off; none for the newest timeline
 */
record Ancestry(long newest, Map<Long, Lsn> ends) {

    static Ancestry of(Path walFolder) throws IOException {
        Optional<Path> history;
        try (Stream<Path> files = Files.list(walFolder)) {
            history =
                    files.filter(f -> f.getFileName().toString().matches("[0-9A-F]{8}\\.history"))
                            .max(Path::compareTo);
        }
        if (history.isEmpty()) {
            return new Ancestry(1, Map.of());
        }
        Map<Long, Lsn> ends = new HashMap<>();
        for (String line : Files.readAllLines(history.get())) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (words.size() >= 2 && words.getFirst().matches("[0-9]+")) {
                ends.put(Long.parseLong(words.getFirst()), Lsn.parse(words.get(1)));
            }
        }
        String name = history.get().getFileName().toString();
        return new Ancestry(Long.parseLong(name, 0, 8, 16), ends);
    }

    /** Whether all of the segment is history that the newest timeline shares. */
    boolean holdsAll(WalFile segment, long size) {
        if (segment.timeline() == newest) {
            return true;
        }
        Lsn end = ends.get(segment.timeline());
        return end != null && !new Lsn(segment.address(size) + size).isAfter(end);
    }
}
