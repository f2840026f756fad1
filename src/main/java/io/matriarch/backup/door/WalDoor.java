package io.matriarch.backup.door;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.WalArchive;
import io.matriarch.cluster.Moment;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where PostgreSQL's commands knock: a socket in a directory that only the agent's user can enter.
 */
public final class WalDoor implements AutoCloseable {

    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final System.Logger log = System.getLogger("matriarch.wal");
    private final ServerSocketChannel listening;
    private final WalDesk desk;
    private final Path socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private WalDoor(ServerSocketChannel listening, WalDesk desk, Path socket) {
        this.listening = listening;
        this.desk = desk;
        this.socket = socket;
    }

    /**
     * Opens it in place of one that an earlier run left.
     *
     * @param clock monotonic
     * @param stopping whether PostgreSQL is being shut down: then its archiver is ended, too
     * @throws IOException when nobody can listen there
     */
    public static WalDoor open(
            Path socket,
            WalArchive archive,
            ArchiveHealth health,
            Supplier<Moment> clock,
            BooleanSupplier stopping)
            throws IOException {
        return open(socket, new WalDesk(archive, health, clock, stopping, RECOVERY));
    }

    static WalDoor open(Path socket, WalDesk desk) throws IOException {
        Files.deleteIfExists(socket);
        var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            listening.close();
            throw new IOException("cannot listen at %s: %s".formatted(socket, e.getMessage()), e);
        }
        var door = new WalDoor(listening, desk, socket);
        door.threads.execute(door::accept);
        return door;
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel visitor = listening.accept();
                threads.execute(() -> serve(visitor));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                log.log(System.Logger.Level.WARNING, "the door for WAL: " + e.getMessage());
            }
        }
    }

    private void serve(SocketChannel visitor) {
        try (visitor) {
            Reply reply;
            try {
                reply = desk.answer(Question.read(Channels.newInputStream(visitor)));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            if (!reply.line().isEmpty()) {
                log.log(System.Logger.Level.WARNING, reply.line());
            }
            var answer = ByteBuffer.wrap(reply.encoded());
            while (answer.hasRemaining()) {
                visitor.write(answer);
            }
        } catch (IOException | RuntimeException e) {
            log.log(System.Logger.Level.DEBUG, "a command went away: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            Files.deleteIfExists(socket);
        } catch (IOException _) {
            // The next run replaces it.
        }
        threads.shutdownNow();
        desk.close();
    }
}
