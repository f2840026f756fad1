package io.matriarch.routing.ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A port that leads to this node's PostgreSQL while the node has a role, and is closed otherwise: a
 * load balancer that finds no healthy target sends to all of them, and must not be let in then.
 */
public final class RolePort implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int BACKLOG = 511;

    private final InetSocketAddress listen;
    private final InetSocketAddress postgres;
    private final BooleanSupplier role;
    private final Consumer<String> warn;
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private @Nullable ServerSocket door;
    private String trouble = "";

    /**
     * @param postgres where the server is reached from outside. Never loopback: a rule of
     *     pg_hba.conf for local programs must not let in whoever comes through here
     * @param role whether the node has the role now; quick
     * @param warn one line for an operator
     */
    public RolePort(
            InetSocketAddress listen,
            InetSocketAddress postgres,
            BooleanSupplier role,
            Consumer<String> warn) {
        this.listen = listen;
        this.postgres = postgres;
        this.role = role;
        this.warn = warn;
        this.watch =
                Thread.ofVirtual().name("matriarch-port-" + listen.getPort()).unstarted(this::run);
    }

    public void start() {
        watch.start();
    }

    private void run() {
        try {
            while (true) {
                if (role.getAsBoolean()) {
                    open();
                } else {
                    shut();
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            shut();
        }
    }

    private void open() {
        if (door != null) {
            return;
        }
        try {
            // Looked up anew: what listens on all addresses has none.
            var address = InetAddress.getByName(listen.getHostString());
            var fresh = new ServerSocket(listen.getPort(), BACKLOG, address);
            door = fresh;
            trouble = "";
            Thread.ofVirtual().name("matriarch-accept").start(() -> accept(fresh));
        } catch (IOException e) {
            String line =
                    "cannot listen on %s:%d (%s)"
                            .formatted(listen.getHostString(), listen.getPort(), e.getMessage());
            if (!line.equals(trouble)) {
                warn.accept(line);
            }
            trouble = line;
        }
    }

    /** A client of the former leader is cut off, so that it looks for the new one. */
    private void shut() {
        ServerSocket open = door;
        door = null;
        if (open != null) {
            closeQuietly(open);
        }
        relays.forEach(Relay::close);
    }

    private void accept(ServerSocket from) {
        while (true) {
            try {
                Socket client = from.accept();
                Thread.ofVirtual().name("matriarch-relay").start(() -> relay(client));
            } catch (IOException e) {
                if (from.isClosed()) {
                    return;
                }
                warn.accept("cannot take a connection: " + e.getMessage());
                pause();
            }
        }
    }

    private void relay(Socket client) {
        var relay = new Relay(client, new Socket());
        relays.add(relay);
        try {
            // Asked after it is registered: one that slips in while the port is shut is cut, too.
            if (role.getAsBoolean()) {
                relay.run(postgres);
            }
        } finally {
            relay.close();
            relays.remove(relay);
        }
    }

    /** Out of file descriptors, say: trying again at once would only burn the processor. */
    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static void closeQuietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception _) {
            // It is closed as far as anybody can.
        }
    }

    @Override
    public void close() {
        watch.interrupt();
        try {
            watch.join(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
