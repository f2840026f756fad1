package io.matriarch.testing;

import java.net.URI;
import java.util.List;

/** Moto's S3 as a child process on a free port of loopback, in memory. */
public final class MotoServer implements S3Server, AutoCloseable {

    private final LoopbackServer server;

    private MotoServer(LoopbackServer server) {
        this.server = server;
    }

    /** One for all tests of this JVM; it ends with the JVM. */
    public static MotoServer shared() {
        return Shared.INSTANCE;
    }

    /** Starts one and returns when it takes connections. */
    public static MotoServer start() {
        return new MotoServer(
                LoopbackServer.start(
                        "moto-server",
                        port ->
                                List.of(
                                        "moto_server",
                                        "-H",
                                        "127.0.0.1",
                                        "-p",
                                        Integer.toString(port))));
    }

    public int port() {
        return server.port();
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Shared {
        static final MotoServer INSTANCE = start();
    }
}
