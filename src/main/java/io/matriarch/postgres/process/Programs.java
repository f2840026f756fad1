package io.matriarch.postgres.process;

import io.matriarch.cluster.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs PostgreSQL's programs to their end. No password is ever an argument: {@code passfile} is
 * their PGPASSFILE.
 */
final class Programs {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    private final Path binDir;
    private final Path passfile;
    private final Leftover leftover;
    private final Supplier<Moment> clock;
    private volatile int major;

    Programs(Path binDir, Path passfile, Leftover leftover, Supplier<Moment> clock) {
        this.binDir = binDir;
        this.passfile = passfile;
        this.leftover = leftover;
        this.clock = clock;
    }

    /**
     * How a program ended.
     *
     * @param errors all that it said on standard error
     * @param lastWords what it said last there
     */
    record Ended(int status, String output, String errors, String lastWords) {
        boolean well() {
            return status == 0;
        }
    }

    /** Major version of the programs. */
    int major() throws JobFailure, InterruptedException {
        if (major == 0) {
            Ended ended = run(Duration.ofSeconds(10), "postgres", "--version");
            Matcher found = VERSION.matcher(ended.output());
            if (!ended.well() || !found.find()) {
                throw new JobFailure(path("postgres") + " --version says: " + ended.lastWords());
            }
            major = Integer.parseInt(found.group(1));
        }
        return major;
    }

    Path path(String program) throws JobFailure {
        Path path = binDir.resolve(program);
        if (!Files.isExecutable(path)) {
            String version = binDir.toString().replaceAll("\\D+(\\d+)\\D*", "-$1");
            throw new JobFailure(
                    "%s is missing: install the package postgresql%s, or set postgres.bin-dir"
                            .formatted(path, version.matches("-\\d+") ? version : ""));
        }
        return path;
    }

    /** Like {@link #run} for work on the data directory, which an agent killed meanwhile leaves. */
    Ended work(Duration limit, String program, String... arguments)
            throws JobFailure, InterruptedException {
        return run(true, limit, program, List.of(arguments));
    }

    /**
     * @throws JobFailure when the program is missing or not done within {@code limit}
     * @throws InterruptedException when interrupted; the program is killed
     */
    Ended run(Duration limit, String program, String... arguments)
            throws JobFailure, InterruptedException {
        return run(false, limit, program, List.of(arguments));
    }

    private Ended run(boolean noted, Duration limit, String program, List<String> arguments)
            throws JobFailure, InterruptedException {
        var command = new ArrayList<String>();
        command.add(path(program).toString());
        command.addAll(arguments);
        Process process = start(command);
        var output = new Gathered(process.getInputStream());
        var errors = new Gathered(process.getErrorStream());
        Moment end = clock.get().plus(limit);
        try {
            if (noted) {
                leftover.note(process.toHandle());
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new JobFailure(program + " was not done within " + limit.toSeconds() + " s");
            }
            Duration rest = end.since(clock.get()).plusMillis(100);
            String words = errors.lastWords(rest);
            String said = errors.text(rest);
            String printed = output.text(rest);
            return new Ended(
                    process.exitValue(),
                    printed,
                    said,
                    words.isEmpty() ? "exit status " + process.exitValue() : words);
        } finally {
            kill(process);
            leftover.clear(process.toHandle());
        }
    }

    private Process start(List<String> command) throws JobFailure {
        var builder = new ProcessBuilder(command);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        environment.put("PGPASSFILE", passfile.toString());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new JobFailure("cannot run " + command.getFirst() + ": " + e.getMessage());
        }
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            // A process that hangs in the kernel does not end even so.
            process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join();
        }
    }
}
