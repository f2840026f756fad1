package io.matriarch.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** DynamoDB Local, a process of its own on loopback that keeps everything in memory. */
final class LocalStore implements AutoCloseable {

    private static final int PATIENCE = 300;

    private final Process process;
    private final int port;

    private LocalStore(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when it takes connections. */
    static LocalStore start(Programs programs, int port, Path log)
            throws IOException, InterruptedException, Failed {
        Process process =
                new ProcessBuilder(
                                Programs.apart(
                                        List.of(
                                                programs.java().toString(),
                                                "-Xmx256m",
                                                "-XX:+UseSerialGC",
                                                "-XX:TieredStopAtLevel=1",
                                                "-cp",
                                                programs.dynamo() + "/*",
                                                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                                                "-inMemory",
                                                "-disableTelemetry",
                                                "-port",
                                                Integer.toString(port))))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        var store = new LocalStore(process, port);
        try {
            store.awaitConnections(log);
            return store;
        } catch (InterruptedException | Failed e) {
            store.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    /** It hangs: connections are taken, and nobody answers. */
    void off() throws IOException {
        Signals.stop(List.of(process.pid()));
    }

    void on() throws IOException {
        Signals.cont(List.of(process.pid()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void awaitConnections(Path log) throws InterruptedException, Failed {
        for (int i = 0; i < PATIENCE; i++) {
            try (var _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
                return;
            } catch (IOException _) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new Failed("DynamoDB Local ended at once; its log is " + log);
                }
            }
        }
        throw new Failed("DynamoDB Local does not answer; its log is " + log);
    }
}
