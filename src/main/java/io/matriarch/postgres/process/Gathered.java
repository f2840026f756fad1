package io.matriarch.postgres.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads a program's stream on a thread of its own and keeps the last lines. */
final class Gathered {

    private static final int KEPT = 500;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    Gathered(InputStream stream) {
        reader = Thread.ofVirtual().name("program output").start(() -> read(stream));
    }

    String text(Duration limit) throws InterruptedException {
        return String.join("\n", lines(limit));
    }

    /** The last line, and the last one that reports an error if that is another. */
    String lastWords(Duration limit) throws InterruptedException {
        List<String> all = lines(limit).stream().filter(line -> !line.isBlank()).toList();
        return all.reversed().stream()
                .filter(line -> line.contains("error:") || line.contains("FATAL:"))
                .findFirst()
                .or(() -> all.reversed().stream().findFirst())
                .orElse("")
                .strip();
    }

    private List<String> lines(Duration limit) throws InterruptedException {
        if (!limit.isNegative() && !limit.isZero()) {
            reader.join(limit);
        }
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private void read(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.addLast(line);
                    if (lines.size() > KEPT) {
                        lines.removeFirst();
                    }
                }
            }
        } catch (IOException _) {
            // The program was killed: what it said before is enough.
        }
    }
}
