package io.matriarch.routing.ports;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One client's connection, passed on byte by byte in both directions. */
record Relay(Socket client, Socket server) {

    private static final int CONNECT_MILLIS = 5_000;

    /** Ends when both sides have ended, or one is cut off. */
    void run(InetSocketAddress postgres) {
        try {
            prepare(client);
            prepare(server);
            server.connect(
                    new InetSocketAddress(postgres.getHostString(), postgres.getPort()),
                    CONNECT_MILLIS);
            Thread back =
                    Thread.ofVirtual().name("matriarch-relay").start(() -> pass(server, client));
            pass(client, server);
            back.join();
        } catch (IOException _) {
            // The client sees its connection end, as it would with the server itself.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void prepare(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
    }

    private void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // One side is gone: the other one must not wait for it.
            close();
        }
    }

    void close() {
        RolePort.closeQuietly(client);
        RolePort.closeQuietly(server);
    }
}
