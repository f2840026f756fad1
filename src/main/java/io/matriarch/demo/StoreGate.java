package io.matriarch.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Forwards to the store, or refuses: a store that cannot be reached on a network that is fine. */
final class StoreGate implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final int port;
    private final int store;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;

    StoreGate(int port, int store) throws IOException {
        this.port = port;
        this.store = store;
        pass();
    }

    int port() {
        return port;
    }

    synchronized void pass() throws IOException {
        if (listener != null) {
            return;
        }
        var fresh = new ServerSocket();
        fresh.setReuseAddress(true);
        fresh.bind(new InetSocketAddress(LOOPBACK, port), 50);
        listener = fresh;
        Thread.ofVirtual().name("store gate").start(() -> accept(fresh));
    }

    /** Cuts what is open; who asks from now on is refused. */
    synchronized void refuse() throws IOException {
        if (listener != null) {
            listener.close();
            listener = null;
        }
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        refuse();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                Socket server = new Socket(LOOPBACK, store);
                open.add(client);
                open.add(server);
                if (from.isClosed()) {
                    cut(client, server);
                }
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            } catch (IOException _) {
                // Closed: refused from now on. Otherwise the store refused, and so does the gate.
            }
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One side has hung up, and both sockets close: that is what a gate does.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void cut(Socket client, Socket server) throws IOException {
        client.close();
        server.close();
    }
}
