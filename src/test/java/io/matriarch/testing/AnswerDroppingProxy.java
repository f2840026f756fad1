package io.matriarch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Forwards to a server on loopback; on demand, an answer is swallowed and the connection cut. */
public final class AnswerDroppingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int upstream;
    private final AtomicInteger toDrop = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    public AnswerDroppingProxy(int upstream) throws IOException {
        this.upstream = upstream;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The server will get the next request and act on it, and its answer is lost. */
    public void dropNextAnswer() {
        toDrop.set(1);
    }

    /** How many requests the server has got. */
    public int requests() {
        return requests.get();
    }

    /** How many connections the client has made. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                connections.incrementAndGet();
                var server = new Socket(InetAddress.getLoopbackAddress(), upstream);
                Thread.ofVirtual().start(() -> pump(client, server, false));
                Thread.ofVirtual().start(() -> pump(server, client, true));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[65536];
        try (from;
                to) {
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                if (answers && toDrop.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    return;
                }
                if (!answers && startsRequest(buffer, length)) {
                    requests.incrementAndGet();
                }
                to.getOutputStream().write(buffer, 0, length);
                length = from.getInputStream().read(buffer);
            }
        } catch (IOException _) {
            // One side has hung up, and both sockets close: that is what a proxy does.
        }
    }

    private static boolean startsRequest(byte[] buffer, int length) {
        return length > 5 && buffer[0] == 'P' && buffer[1] == 'O' && buffer[2] == 'S';
    }
}
