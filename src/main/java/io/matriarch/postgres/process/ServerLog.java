package io.matriarch.postgres.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the server writes to standard error. */
record ServerLog(Path file) {

    private static final long ROTATE_AT = 32L << 20;
    private static final int LAST = 16 << 10;

    /** Before a start; returns where the log of that start begins. */
    long rotated() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        if (Files.size(file) < ROTATE_AT) {
            return Files.size(file);
        }
        Files.move(
                file,
                file.resolveSibling(file.getFileName() + ".1"),
                StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }

    /** Why the server ended, in its own words, in one line. */
    String lastWords(long from) {
        List<String> lines = since(from);
        var words = new ArrayList<String>();
        lines.stream().filter(l -> l.contains("could not bind")).findFirst().ifPresent(words::add);
        Optional<String> reason =
                lines.reversed().stream()
                        .filter(l -> l.contains("FATAL:") || l.contains("PANIC:"))
                        .findFirst()
                        .or(
                                () ->
                                        lines.isEmpty()
                                                ? Optional.empty()
                                                : Optional.of(lines.getLast()));
        reason.ifPresent(words::add);
        return words.isEmpty()
                ? "it said nothing in " + file
                : String.join("; ", words.stream().map(ServerLog::stripped).toList());
    }

    /** Its last lines of those from there on, the oldest first. */
    List<String> since(long from) {
        try (var channel = FileChannel.open(file)) {
            long start = Math.max(from, channel.size() - LAST);
            var bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - start));
            while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {}
            return new String(bytes.array(), 0, bytes.position(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static String stripped(String line) {
        return line.replaceFirst("^.*?\\[\\d+\\] ", "").strip();
    }
}
