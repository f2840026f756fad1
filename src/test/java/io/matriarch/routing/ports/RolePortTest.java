package io.matriarch.routing.ports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The port with a server behind it that sends back what it gets. */
final class RolePortTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final AtomicBoolean role = new AtomicBoolean();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final int number;
    private final RolePort port;

    RolePortTest() throws IOException {
        server = new ServerSocket(0, 10, HERE);
        number = freePort();
        port = port(number);
    }

    private RolePort port(int at) {
        return new RolePort(
                InetSocketAddress.createUnresolved("127.0.0.1", at),
                InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort()),
                role::get,
                warnings::add);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, HERE)) {
            return socket.getLocalPort();
        }
    }

    @BeforeEach
    void serve() {
        Thread.ofVirtual().start(this::echoes);
        port.start();
    }

    @AfterEach
    void end() throws IOException {
        port.close();
        server.close();
    }

    @Test
    void isClosedWithoutTheRole() throws Exception {
        assertThrows(IOException.class, this::connect);
        role.set(true);
        try (Socket client = connected()) {
            assertEquals("hello", said(client, "hello"));
        }
    }

    @Test
    void cutsItsClientsWhenTheRoleIsLost() throws Exception {
        role.set(true);
        try (Socket client = connected()) {
            assertEquals("one", said(client, "one"));
            role.set(false);
            assertTrue(ends(client), "the connection outlived the role");
        }
        awaitClosed();
        role.set(true);
        try (Socket client = connected()) {
            assertEquals("two", said(client, "two"));
        }
    }

    @Test
    void passesOnManyBytesAndTheEndOfOneDirection() throws Exception {
        role.set(true);
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (Socket client = connected()) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    client.getOutputStream().write(sent);
                                    client.shutdownOutput();
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            assertArrayEquals(sent, client.getInputStream().readAllBytes());
        }
    }

    @Test
    void whoComesWhileTheServerIsAwayIsCutOff() throws Exception {
        role.set(true);
        connected().close();
        server.close();
        try (Socket client = connect()) {
            assertTrue(ends(client), "nobody is there to answer");
        }
    }

    @Test
    void aPortThatIsTakenIsToldOnceAndTriedAgain() throws Exception {
        role.set(true);
        try (var taken = new ServerSocket(0, 1, HERE);
                var second = port(taken.getLocalPort())) {
            second.start();
            for (int i = 0; i < 100 && warnings.isEmpty(); i++) {
                Thread.sleep(50);
            }
            Thread.sleep(300);
            assertEquals(1, warnings.size());
            assertTrue(
                    warnings.getFirst().startsWith("cannot listen on 127.0.0.1:"),
                    warnings.getFirst());
            taken.close();
            awaitOpen(taken.getLocalPort());
        }
    }

    private static boolean ends(Socket client) throws IOException {
        client.setSoTimeout(10_000);
        try {
            return client.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static String said(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return new String(
                client.getInputStream().readNBytes(text.length()),
                java.nio.charset.StandardCharsets.US_ASCII);
    }

    private Socket connect() throws IOException {
        return new Socket(HERE, number);
    }

    private Socket connected() throws Exception {
        awaitOpen(number);
        return connect();
    }

    /** The kernel may take a connection more while the accepting thread gives the port up. */
    private void awaitClosed() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (Socket late = connect()) {
                assertTrue(ends(late), "somebody was served without the role");
                Thread.sleep(20);
            } catch (IOException _) {
                return;
            }
        }
        throw new AssertionError("the port has not closed");
    }

    private static void awaitOpen(int at) throws Exception {
        for (int i = 0; i < 200; i++) {
            try {
                new Socket(HERE, at).close();
                return;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        throw new AssertionError("the port has not opened");
    }

    private void echoes() {
        while (!server.isClosed()) {
            try {
                Socket one = server.accept();
                Thread.ofVirtual().start(() -> echo(one));
            } catch (IOException _) {
                // The test is over.
            }
        }
    }

    private static void echo(Socket one) {
        try (one) {
            one.getInputStream().transferTo(one.getOutputStream());
        } catch (IOException _) {
            // The client was cut off, as the test wants it.
        }
    }
}
