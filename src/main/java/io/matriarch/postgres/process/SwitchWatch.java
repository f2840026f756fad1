package io.matriarch.postgres.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Listens for what the switch tells by itself. A thread of the system's own, because news of a dead
 * server must not wait for a carrier.
 */
final class SwitchWatch implements AutoCloseable {

    /** What the watch asks of its owner. */
    interface Owner {

        /** Process id of the switch that answers, started anew where none does. */
        long ensureSwitch() throws IOException;

        /** Process id of the server; 0 when none runs. */
        long server() throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(SwitchWatch.class.getName());
    private static final long PAUSE_MILLIS = 200;

    private final Path socket;
    private final Owner owner;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable SocketChannel channel;
    private volatile @Nullable ProcessHandle server;
    private long switchPid;

    SwitchWatch(Path socket, Owner owner, long switchPid) {
        this.socket = socket;
        this.owner = owner;
        this.switchPid = switchPid;
        this.thread = Thread.ofPlatform().daemon().name("switch-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void onExit(Runnable listener) {
        listeners.add(listener);
    }

    /** The server whose exit is news; 0 when none runs. */
    void serverIs(long pid) {
        server = pid == 0 ? null : ProcessHandle.of(pid).orElse(null);
    }

    private void run() {
        while (!closed) {
            try {
                listen();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "watch ended: {0}", e.getMessage());
            }
            while (!closed && !recover()) {
                pause();
            }
        }
    }

    private void listen() throws IOException {
        try (SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel = line;
            line.connect(UnixDomainSocketAddress.of(socket));
            line.write(ByteBuffer.wrap("watch\n".getBytes(StandardCharsets.UTF_8)));
            BufferedReader news =
                    new BufferedReader(Channels.newReader(line, StandardCharsets.UTF_8));
            for (String told = news.readLine(); told != null; told = news.readLine()) {
                hear(told);
            }
        }
    }

    private void hear(String told) throws IOException {
        if (told.equals("ok")) {
            // It may have ended while nobody listened.
            ProcessHandle known = server;
            if (known != null && owner.server() != known.pid()) {
                exited();
            }
        } else if (told.startsWith("exited ")) {
            exited();
        } else if (told.equals("fired")) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the deadline passed without a renewal: the switch stops PostgreSQL");
        }
    }

    private boolean recover() {
        if (closed) {
            return true;
        }
        try {
            long answering = owner.ensureSwitch();
            if (answering == switchPid) {
                return true;
            }
            switchPid = answering;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the dead man's switch had died, and PostgreSQL with it; a new one runs");
            ProcessHandle orphan = server;
            if (orphan != null) {
                SwitchRemains.end(orphan);
            }
            exited();
            return true;
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the dead man's switch does not answer: {0}",
                    e.getMessage());
            return false;
        }
    }

    private void exited() {
        server = null;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "told of an exit, a listener failed", e);
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        SocketChannel line = channel;
        if (line != null) {
            SwitchExchange.closeQuietly(line);
        }
        thread.interrupt();
        awaitEnd();
    }

    /**
     * After this no new switch is started any more. A listener may close us from our own thread.
     */
    private void awaitEnd() {
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
