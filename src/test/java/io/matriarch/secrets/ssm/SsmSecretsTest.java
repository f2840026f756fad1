package io.matriarch.secrets.ssm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.matriarch.secrets.Found;
import io.matriarch.secrets.SecretName;
import io.matriarch.testing.MotoServer;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Parameter Store as moto plays it, and answers that it gives to nobody in tests. */
final class SsmSecretsTest {

    private static SsmSecrets at(URI endpoint, String path) {
        return new SsmSecrets(
                SsmClient.builder()
                        .region(Region.EU_CENTRAL_1)
                        .endpointOverride(endpoint)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .httpClientBuilder(
                                software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient
                                        .builder())
                        .build(),
                path,
                Optional.empty());
    }

    @Test
    void theFirstOneIsMadeOnceAndReplacedOnesComeNewestFirst() {
        String path = "/matriarch/" + UUID.randomUUID();
        try (SsmSecrets place = at(MotoServer.shared().endpoint(), path)) {
            assertInstanceOf(Found.Absent.class, place.read(SecretName.SUPERUSER));
            assertInstanceOf(Found.Absent.class, place.history(SecretName.SUPERUSER));
            assertEquals(values("one"), place.create(SecretName.SUPERUSER, "one"));
            assertEquals(values("one"), place.create(SecretName.SUPERUSER, "other"));
            assertEquals(values("two"), place.replace(SecretName.SUPERUSER, "two"));
            assertEquals(values("two"), place.read(SecretName.SUPERUSER));
            assertEquals(values("two", "one"), place.history(SecretName.SUPERUSER));
            assertInstanceOf(Found.Absent.class, place.read(SecretName.REPLICATION));
            var stored =
                    place.ssm()
                            .getParameter(g -> g.name(path + "/superuser").withDecryption(false))
                            .parameter();
            assertEquals("SecureString", stored.typeAsString());
        }
    }

    @Test
    void eachRefusalIsOneLineThatNamesTheRight() throws Exception {
        assertEquals(
                "access denied: this needs ssm:GetParameter on parameter /m/c/token, and the use of"
                        + " its key",
                refused(400, "AccessDeniedException"));
        assertEquals("throttled by Parameter Store", refused(400, "ThrottlingException"));
        assertTrue(
                refused(400, "InvalidKeyId")
                        .startsWith("parameter /m/c/token: its key cannot be used"));
        assertTrue(
                refused(500, "InternalServerError")
                        .startsWith("Parameter Store answered InternalServerError (HTTP 500)"));
    }

    @Test
    void nobodyAtTheEndpointIsOneLineToo() throws Exception {
        int port;
        try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        try (SsmSecrets place = at(URI.create("http://127.0.0.1:" + port), "/m/c")) {
            var unknown = assertInstanceOf(Found.Unknown.class, place.read(SecretName.TOKEN));
            assertTrue(
                    unknown.why().startsWith("Parameter Store does not answer: "), unknown.why());
            assertEquals(1, unknown.why().lines().count());
        }
    }

    private static String refused(int status, String code) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body =
                "{\"__type\":\"%s\",\"message\":\"no\"}"
                        .formatted(code)
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try (SsmSecrets place =
                at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "/m/c")) {
            return assertInstanceOf(Found.Unknown.class, place.read(SecretName.TOKEN)).why();
        } finally {
            server.stop(0);
        }
    }

    private static Found values(String... values) {
        return new Found.Values(List.of(values));
    }

    /** A name lookup that hangs heeds no timeout of the SDK. */
    @Test
    void aCallThatHangsIsLeftBehind() {
        var hang = new CountDownLatch(1);
        var stuck =
                (SsmClient)
                        Proxy.newProxyInstance(
                                SsmClient.class.getClassLoader(),
                                new Class<?>[] {SsmClient.class},
                                (_, method, _) -> {
                                    while (method.getName().equals("getParameter")
                                            && hang.getCount() > 0) {
                                        try {
                                            hang.await();
                                        } catch (InterruptedException _) {
                                            // So does a lookup.
                                        }
                                    }
                                    return null;
                                });
        try (var place = new SsmSecrets(stuck, "/t", Optional.empty(), Duration.ofMillis(1200))) {
            assertEquals(
                    new Found.Unknown("no answer from Parameter Store within 1 s"),
                    place.read(SecretName.TOKEN));
        } finally {
            hang.countDown();
        }
    }
}
