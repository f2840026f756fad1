package io.matriarch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Moto's S3 as a child process on a free port of loopback, in memory. */
public final class MotoServer implements AutoCloseable {

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

    public URI endpoint() {
        return server.endpoint();
    }

    /** Makes a bucket; its address. */
    public String bucket(String name) {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(endpoint().resolve("/" + name))
                            .PUT(HttpRequest.BodyPublishers.noBody())
                            .build();
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException("no bucket: HTTP " + status);
            }
            return "s3://" + name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Shared {
        static final MotoServer INSTANCE = start();
    }
}
