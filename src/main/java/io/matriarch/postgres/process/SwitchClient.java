package io.matriarch.postgres.process;

import io.matriarch.postgres.DeadMansSwitch;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dead man's switch of a run directory: a small process that is the parent of PostgreSQL, holds
 * the deadline, and outlives the agent. Every question has a deadline; no answer is an empty
 * result, or false.
 */
public final class SwitchClient implements DeadMansSwitch, AutoCloseable {

    /**
     * @param pid of the postmaster; 0 when none runs
     * @param fired how often a deadline has passed since the switch started
     * @param left processes under the switch that live, the postmaster included
     */
    public record Status(long pid, boolean armed, int fired, int left) {}

    /** How a start went. */
    public sealed interface Started {

        /** The program runs; whether PostgreSQL then comes up is to be seen. */
        record Running(long pid) implements Started {}

        /** Nothing was started. */
        record Refused(String why) implements Started {}
    }

    private static final Duration QUICK = Duration.ofMillis(300);

    /** The switch waits up to 150 ms for the news that a program cannot be run. */
    private static final Duration START = Duration.ofSeconds(1);

    /** A slow disk may take its time to create a file; the deadline is kept meanwhile. */
    private static final Duration PROMOTE = Duration.ofSeconds(2);

    private static final Duration KILL = Duration.ofSeconds(3);

    private static final String PROTOCOL = "matriarch-switch 1 ";
    private static final Pattern STATUS =
            Pattern.compile("status pid=(\\d+) armed=(\\d+) fired=(\\d+) exit=\\S+ left=(\\d+)");

    private final SwitchProgram program;
    private final SwitchExchange exchange;
    private final SwitchWatch watch;

    private SwitchClient(Path runDir, Path socket) throws IOException {
        this.program = new SwitchProgram(runDir, socket);
        this.exchange = new SwitchExchange(socket);
        try {
            // PostgreSQL runs it for its log, and an earlier build's switch may live on.
            program.file();
            long pid = ensureSwitch();
            this.watch = new SwitchWatch(socket, new WatchOwner(), pid);
        } catch (IOException e) {
            exchange.close();
            throw e;
        }
    }

    /**
     * Connects to the switch that runs for this directory, or starts one.
     *
     * @throws IOException one line: what stands in the way
     */
    public static SwitchClient open(Path runDir) throws IOException {
        SwitchClient client;
        try {
            Path home = Files.createDirectories(runDir.toAbsolutePath()).toRealPath();
            client = new SwitchClient(home, SwitchSocket.of(home));
        } catch (FileSystemException e) {
            // Its message is but a path.
            throw new IOException(
                    "run directory " + runDir + " cannot be used: " + e.getClass().getSimpleName(),
                    e);
        }
        client.status().ifPresent(status -> client.watch.serverIs(status.pid()));
        client.watch.start();
        return client;
    }

    /** Where {@link #open} lays the program of a run directory. */
    public static Path programIn(Path runDir) {
        return SwitchProgram.in(runDir);
    }

    /**
     * The program's file; called with {@code notify} it relays lines to systemd.
     *
     * @throws IOException when it cannot be written
     */
    public Path program() throws IOException {
        return program.file();
    }

    @Override
    public Optional<Stamp> stamp() {
        return answer("now", QUICK)
                .filter(line -> line.startsWith("now "))
                .map(line -> new Stamp(Long.parseLong(line.substring(4))));
    }

    @Override
    public boolean arm(Stamp stamp, Duration after) {
        return confirmed("arm " + Math.addExact(stamp.nanos(), after.toNanos()), QUICK);
    }

    @Override
    public boolean disarm() {
        return confirmed("disarm", QUICK);
    }

    /** What the switch holds; empty when it does not answer. */
    public Optional<Status> status() {
        return answer("status", QUICK)
                .map(STATUS::matcher)
                .filter(Matcher::matches)
                .map(this::read);
    }

    private Status read(Matcher line) {
        return new Status(
                Long.parseLong(line.group(1)),
                !line.group(2).equals("0"),
                Integer.parseInt(line.group(3)),
                Integer.parseInt(line.group(4)));
    }

    /**
     * Starts a program as the server, its output appended to the log.
     *
     * @param guarded refused unless the switch is armed and its deadline ahead
     * @param command the program's absolute path, and its arguments
     */
    public Started start(boolean guarded, Path log, List<String> command) {
        String words = log.toAbsolutePath() + "\t" + String.join("\t", command);
        String request = "start " + (guarded ? "guarded " : "free ") + words;
        if (request.length() > SwitchExchange.LONGEST_REQUEST
                || words.contains("\n")
                || words.chars().filter(c -> c == '\t').count() != command.size()) {
            return new Started.Refused(
                    "a command of at most 16000 characters without tabs and line ends is right");
        }
        try {
            String line = exchange.ask(request, START);
            if (line.startsWith("started ")) {
                long pid = Long.parseLong(line.substring(8));
                watch.serverIs(pid);
                return new Started.Running(pid);
            }
            return new Started.Refused(refusal(line));
        } catch (IOException e) {
            return new Started.Refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * @param name HUP, INT, TERM, QUIT, USR1, STOP or CONT
     * @return true when the postmaster got it
     */
    public boolean signal(String name) {
        return confirmed("signal " + name, QUICK);
    }

    /**
     * Promotes a standby, only while the switch is armed and its deadline ahead.
     *
     * @return true when the postmaster was told to; whether it then promotes is to be seen
     */
    public boolean promote(Path dataDir) {
        try {
            return exchange.ask("promote " + dataDir.toAbsolutePath(), PROMOTE).equals("ok");
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * Kills the postmaster and each process of it, even when the calling thread is interrupted.
     *
     * @return true when none is left
     */
    public boolean kill() {
        return answer("kill", KILL).filter("dead"::equals).isPresent();
    }

    /** Runs {@code listener} on a thread of its own whenever the server has ended. */
    public void onExit(Runnable listener) {
        watch.onExit(listener);
    }

    /**
     * Ends the switch, where an agent ends for good; this client is of no use afterwards.
     *
     * @return false when it lives on, because a server runs or it does not answer
     */
    public boolean quit() {
        watch.close();
        return answer("quit", QUICK).filter("bye"::equals).isPresent();
    }

    /** Stops listening. The switch and the server live on. */
    @Override
    public void close() {
        watch.close();
        exchange.close();
    }

    private boolean confirmed(String request, Duration deadline) {
        return answer(request, deadline).filter("ok"::equals).isPresent();
    }

    private Optional<String> answer(String request, Duration deadline) {
        try {
            return Optional.of(exchange.insist(request, deadline));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String refusal(String line) {
        return line.startsWith("error ") ? line.substring(6) : line;
    }

    /** The lock beside the socket sees to it that two who start one at once get one. */
    private long ensureSwitch() throws IOException {
        try {
            return hello();
        } catch (IOException _) {
            try {
                program.start();
            } catch (IOException e) {
                return answering(e);
            }
            return hello();
        }
    }

    /** Somebody else may have started one in the meantime. */
    private long answering(IOException whyNot) throws IOException {
        try {
            return hello();
        } catch (IOException _) {
            throw whyNot;
        }
    }

    private long hello() throws IOException {
        String line = exchange.insist("hello", QUICK);
        if (!line.startsWith(PROTOCOL)) {
            throw new IOException("this is no dead man's switch of ours: it said '" + line + "'");
        }
        return Long.parseLong(line.substring(PROTOCOL.length()));
    }

    private final class WatchOwner implements SwitchWatch.Owner {

        @Override
        public long ensureSwitch() throws IOException {
            return SwitchClient.this.ensureSwitch();
        }

        @Override
        public long server() throws IOException {
            return status().orElseThrow(() -> new IOException("no status")).pid();
        }
    }
}
