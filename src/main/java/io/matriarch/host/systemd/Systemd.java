package io.matriarch.host.systemd;

import io.matriarch.host.Supervisor;
import io.matriarch.host.Unsupervised;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd by sd_notify. Its socket takes datagrams, which Java cannot send, so a relay of one
 * page of C does: a process of the unit, which ends with the agent.
 */
public final class Systemd implements Supervisor {

    private static final int LONGEST = 1_000;

    private final String socket;
    private final Optional<Duration> patience;
    private final Path program;
    private @Nullable Process relay;
    private @Nullable Writer lines;
    private boolean closed;

    private Systemd(String socket, Optional<Duration> patience, Path program) {
        this.socket = socket;
        this.patience = patience;
        this.program = program;
    }

    /**
     * @param environment NOTIFY_SOCKET and WATCHDOG_USEC, as systemd sets them
     * @param program relays its input's lines when it is called with {@code notify}
     */
    public static Supervisor of(Map<String, String> environment, Path program) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        return socket.isEmpty()
                ? new Unsupervised()
                : new Systemd(socket, patience(environment.get("WATCHDOG_USEC")), program);
    }

    private static Optional<Duration> patience(@Nullable String micros) {
        return Optional.ofNullable(micros)
                .filter(text -> text.matches("[1-9][0-9]{0,15}"))
                .map(text -> Duration.ofNanos(Long.parseLong(text) * 1_000));
    }

    @Override
    public void ready() {
        send("READY=1");
    }

    @Override
    public void alive() {
        send("WATCHDOG=1");
    }

    @Override
    public void status(String sentence) {
        String line = sentence.replaceAll("\\R", " ");
        send("STATUS=" + line.substring(0, Math.min(line.length(), LONGEST)));
    }

    @Override
    public void stopping() {
        send("STOPPING=1");
    }

    @Override
    public Optional<Duration> patience() {
        return patience;
    }

    private synchronized void send(String line) {
        if (closed) {
            return;
        }
        try {
            Writer to = lines();
            to.write(line + "\n");
            to.flush();
        } catch (IOException e) {
            // The next line tries with a new relay.
            drop();
            System.getLogger("matriarch")
                    .log(System.Logger.Level.WARNING, "systemd cannot be told: " + e.getMessage());
        }
    }

    private Writer lines() throws IOException {
        Process process = relay;
        Writer open = lines;
        if (process != null && process.isAlive() && open != null) {
            return open;
        }
        drop();
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "notify")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NOTIFY_SOCKET", socket);
        Process started = builder.start();
        Writer fresh = started.outputWriter(StandardCharsets.UTF_8);
        relay = started;
        lines = fresh;
        return fresh;
    }

    private void drop() {
        Process process = relay;
        if (process != null) {
            process.destroy();
        }
        relay = null;
        lines = null;
    }

    /** The relay sends what it was given, and ends. */
    @Override
    public synchronized void close() {
        closed = true;
        try (Writer last = lines) {
            lines = null;
        } catch (IOException _) {
            // It has ended already.
        }
    }
}
