package io.matriarch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server that speaks S3: LocalStack where Docker runs, else moto. */
public interface S3Server {

    /** One for all tests of this JVM; it ends with the JVM. */
    static S3Server shared() {
        return Choice.INSTANCE;
    }

    URI endpoint();

    /** Makes a bucket; its address. */
    default String bucket(String name) {
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
            throw new IllegalStateException(e);
        }
    }

    /** Made when it is first asked for. */
    final class Choice {

        private static final S3Server INSTANCE = choose();

        private Choice() {}

        private static S3Server choose() {
            if (dockerRuns()) {
                return LocalStackServer.start();
            }
            System.out.println("no Docker here, so S3 is moto's and not LocalStack's");
            return MotoServer.shared();
        }

        private static boolean dockerRuns() {
            return System.getenv("DOCKER_HOST") != null
                    || Files.isReadable(Path.of("/var/run/docker.sock"));
        }
    }
}
