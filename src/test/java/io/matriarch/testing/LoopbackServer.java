package io.matriarch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A server as a child process on a free port of loopback; it ends with the JVM at the latest. */
final class LoopbackServer implements AutoCloseable {

    private final String name;
    private final Process process;
    private final int port;
    private final Path log;

    private LoopbackServer(String name, Process process, int port, Path log) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts one and returns when it takes connections.
     *
     * @param command for the port that it shall listen on
     */
    static LoopbackServer start(String name, IntFunction<List<String>> command) {
        try {
            int port = freePort();
            Path log = Files.createTempFile(name + "-", ".log");
            var process =
                    new ProcessBuilder(command.apply(port))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            var server = new LoopbackServer(name, process, port, log);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.awaitConnections();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitConnections() throws IOException {
        for (int i = 0; i < 300; i++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                if (waitedForExit()) {
                    throw new IOException(name + " ended: " + Files.readString(log));
                }
            }
        }
        String said = Files.readString(log);
        close();
        throw new IOException(name + " does not answer: " + said);
    }

    private boolean waitedForExit() {
        try {
            return process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
