package io.matriarch.postgres.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks the switch one thing, on a connection of its own.
 *
 * <p>The connection is closed when its time is over, and the switch carries nothing out for whoever
 * has hung up. So a request that failed here cannot take effect behind a later one.
 */
final class SwitchExchange implements AutoCloseable {

    /** The switch's own limit for a line. */
    static final int LONGEST_REQUEST = 16_000;

    private static final int LONGEST_ANSWER = 8_192;

    private final Path socket;
    private final ScheduledThreadPoolExecutor alarms;

    SwitchExchange(Path socket) {
        this.socket = socket;
        this.alarms =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("switch-deadlines").factory());
        alarms.setRemoveOnCancelPolicy(true);
    }

    /**
     * The answer, without its line end. An interrupt that came before does not hinder the question.
     *
     * @throws InterruptedIOException when the interrupt came in between; the thread stays marked
     * @throws IOException when no answer came within the deadline
     */
    String ask(String request, Duration deadline) throws IOException {
        boolean interrupted = Thread.interrupted();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Future<?> alarm =
                    alarms.schedule(
                            () -> closeQuietly(channel), deadline.toNanos(), TimeUnit.NANOSECONDS);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return talk(channel, request);
            } catch (ClosedByInterruptException e) {
                interrupted = true;
                throw new InterruptedIOException("interrupted while the switch was asked");
            } catch (ClosedChannelException e) {
                throw new IOException(
                        "the switch gave no answer within " + deadline.toMillis() + " ms", e);
            } finally {
                alarm.cancel(false);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** For requests that may be carried out twice: asks again when an interrupt came in between. */
    String insist(String request, Duration deadline) throws IOException {
        try {
            return ask(request, deadline);
        } catch (InterruptedIOException _) {
            return ask(request, deadline);
        }
    }

    private static String talk(SocketChannel channel, String request) throws IOException {
        ByteBuffer out = StandardCharsets.UTF_8.encode(request + "\n");
        while (out.hasRemaining()) {
            channel.write(out);
        }
        ByteBuffer in = ByteBuffer.allocate(LONGEST_ANSWER);
        while (in.position() == 0 || in.get(in.position() - 1) != '\n') {
            if (channel.read(in) <= 0) {
                throw new IOException("the switch hung up");
            }
        }
        return StandardCharsets.UTF_8.decode(in.flip()).toString().stripTrailing();
    }

    @SuppressWarnings("EmptyCatch") // A channel that cannot be closed is as good as closed.
    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
        }
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
