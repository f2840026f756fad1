package io.matriarch.backup.walg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs wal-g to its end. */
public final class WalGProgram {

    private static final Duration PRINTED = Duration.ofSeconds(10);

    private final String program;
    private final WalGSettings settings;
    private final Map<String, String> more;

    /**
     * @param program a path, or a name to look for on PATH
     * @param more variables of this caller's
     */
    public WalGProgram(String program, WalGSettings settings, Map<String, String> more) {
        this.program = program;
        this.settings = settings;
        this.more = Map.copyOf(more);
    }

    /**
     * How it ended.
     *
     * @param lastLine of what it said
     */
    public record Ended(int exit, String lastLine) {}

    Path dataDir() {
        return settings.dataDir();
    }

    /** The same, with more variables. */
    WalGProgram with(Map<String, String> others) {
        var all = new HashMap<>(more);
        all.putAll(others);
        return new WalGProgram(program, settings, all);
    }

    /**
     * @throws IOException when it is not there, or not done within {@code limit}
     */
    public Ended run(Duration limit, String... arguments) throws IOException, InterruptedException {
        Process process = start(true, arguments);
        return awaited(process, limit, arguments[0], lastLine(process.getInputStream()));
    }

    /**
     * What it prints, without what it logs.
     *
     * @throws IOException also when it ends with another code than 0
     */
    String output(Duration limit, String... arguments) throws IOException, InterruptedException {
        Process process = start(false, arguments);
        var printed = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> read(process.getInputStream(), printed));
        Ended ended = awaited(process, limit, arguments[0], lastLine(process.getErrorStream()));
        if (ended.exit() != 0) {
            throw new IOException(
                    "wal-g %s ended with %d: %s"
                            .formatted(arguments[0], ended.exit(), ended.lastLine()));
        }
        try {
            // Half of it, or nothing, must not pass for all of it.
            return printed.get(PRINTED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "what wal-g %s printed cannot be read".formatted(arguments[0]), e);
        }
    }

    private Process start(boolean together, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(together);
        builder.environment().putAll(settings.environment());
        builder.environment().putAll(more);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(
                    "backup.engine is wal-g, and \"%s\" cannot be run: install it, or set backup.engine: s3"
                            .formatted(program),
                    e);
        }
    }

    private static Ended awaited(
            Process process, Duration limit, String command, CompletableFuture<String> said)
            throws IOException, InterruptedException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "wal-g %s was not done within %d s".formatted(command, limit.toSeconds()));
            }
            return new Ended(
                    process.exitValue(), said.completeOnTimeout("", 1, TimeUnit.SECONDS).join());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> lastLine(InputStream from) {
        var line = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> line.complete(readLast(from)));
        return line;
    }

    private static void read(InputStream from, CompletableFuture<String> printed) {
        try (from) {
            printed.complete(new String(from.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            printed.completeExceptionally(e);
        }
    }

    private static String readLast(InputStream from) {
        String last = "";
        try (var in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                last = line.isBlank() ? last : line.strip();
            }
        } catch (IOException _) {
            // It was ended: what it said before counts.
        }
        return last;
    }
}
