package io.matriarch.backup.walg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs wal-g to its end. */
public final class WalGProgram {

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

    /**
     * @throws IOException when it is not there, or not done within {@code limit}
     */
    public Ended run(Duration limit, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings.environment());
        builder.environment().putAll(more);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    "backup.engine is wal-g, and \"%s\" cannot be run: install it, or set backup.engine: s3"
                            .formatted(program),
                    e);
        }
        CompletableFuture<String> said = lastLine(process);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "wal-g %s was not done within %d s"
                                .formatted(arguments[0], limit.toSeconds()));
            }
            return new Ended(
                    process.exitValue(), said.completeOnTimeout("", 1, TimeUnit.SECONDS).join());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> lastLine(Process process) {
        var line = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> line.complete(readLast(process)));
        return line;
    }

    private static String readLast(Process process) {
        String last = "";
        try (var in =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                last = line.isBlank() ? last : line.strip();
            }
        } catch (IOException _) {
            // It was ended: what it said before counts.
        }
        return last;
    }
}
