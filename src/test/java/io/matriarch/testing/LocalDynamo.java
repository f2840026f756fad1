package io.matriarch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** DynamoDB Local as a child process on a free port of loopback, in memory. */
public final class LocalDynamo implements AutoCloseable {

    private static final Path JARS = Path.of("target", "dynamodb-local").toAbsolutePath();

    private final Process process;
    private final int port;

    private LocalDynamo(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** One for all tests of this JVM; it ends with the JVM. */
    public static LocalDynamo shared() {
        return Shared.INSTANCE;
    }

    /** Starts one and returns when it takes connections. */
    public static LocalDynamo start() {
        if (!Files.isDirectory(JARS)) {
            throw new IllegalStateException(
                    "no DynamoDB Local in " + JARS + ": run make test, which fetches it");
        }
        try {
            int port = freePort();
            var log = Files.createTempFile("dynamodb-local-", ".log");
            var process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx256m",
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    JARS + "/*",
                                    "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                                    "-inMemory",
                                    "-disableTelemetry",
                                    "-port",
                                    Integer.toString(port))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var dynamo = new LocalDynamo(process, port);
            dynamo.awaitConnections(log);
            return dynamo;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void awaitConnections(Path log) throws IOException {
        for (int i = 0; i < 300; i++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                if (waitedForExit()) {
                    throw new IOException("DynamoDB Local ended: " + Files.readString(log));
                }
            }
        }
        close();
        throw new IOException("DynamoDB Local does not answer: " + Files.readString(log));
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

    private static final class Shared {
        static final LocalDynamo INSTANCE = start();
    }
}
