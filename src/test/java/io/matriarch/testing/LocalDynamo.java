package io.matriarch.testing;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** DynamoDB Local as a child process on a free port of loopback, in memory. */
public final class LocalDynamo implements AutoCloseable {

    private static final Path JARS = Path.of("target", "dynamodb-local").toAbsolutePath();

    private final LoopbackServer server;

    private LocalDynamo(LoopbackServer server) {
        this.server = server;
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
        return new LocalDynamo(LoopbackServer.start("dynamodb-local", LocalDynamo::command));
    }

    private static List<String> command(int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JARS + "/*",
                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                "-inMemory",
                "-disableTelemetry",
                "-port",
                Integer.toString(port));
    }

    public int port() {
        return server.port();
    }

    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Shared {
        static final LocalDynamo INSTANCE = start();
    }
}
