package io.matriarch.host.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.matriarch.host.InstanceIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a service that, as version 2 does, answers nobody who brings no token of its own. */
final class InstanceMetadataTest {

    private static final String META = "/latest/meta-data/";

    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;
    private int refusals;

    InstanceMetadataTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
        answers.put(META + "instance-id", "i-0123456789abcdef0");
        answers.put(META + "local-ipv4", "10.0.1.7");
        answers.put(META + "placement/availability-zone", "eu-central-1a");
        answers.put(META + "placement/region", "eu-central-1");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        String token = call.getRequestHeaders().getFirst("X-aws-ec2-metadata-token");
        if (call.getRequestMethod().equals("PUT") && path.equals("/latest/api/token")) {
            call.getResponseHeaders().add("x-aws-ec2-metadata-token-ttl-seconds", "21600");
            send(call, 200, "secret");
        } else if (refusals > 0) {
            refusals--;
            send(call, 500, "");
        } else if (!"secret".equals(token)) {
            send(call, 401, "");
        } else {
            String text = answers.get(path);
            send(call, text == null ? 404 : 200, text == null ? "" : text);
        }
    }

    private static void send(HttpExchange call, int code, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    private Map<String, String> env() {
        return Map.of(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void readsWhoTheInstanceIs() {
        answers.put(META + "tags/instance", "Name\nmatriarch:cluster");
        answers.put(META + "tags/instance/Name", "orders");
        answers.put(META + "tags/instance/matriarch:cluster", "orders");
        refusals = 2;
        assertEquals(
                Optional.of(
                        new InstanceIdentity(
                                "i-0123456789abcdef0",
                                "10.0.1.7",
                                "eu-central-1a",
                                "eu-central-1",
                                Map.of("Name", "orders", "matriarch:cluster", "orders"))),
                InstanceMetadata.read(env()));
    }

    @Test
    void tagsThatAreNotOfferedAreNone() {
        assertEquals(
                Map.of(), InstanceMetadata.read(env()).map(InstanceIdentity::tags).orElseThrow());
    }

    @Test
    void aServiceThatDoesNotKnowTheInstanceIsNoAnswer() {
        answers.remove(META + "local-ipv4");
        assertEquals(Optional.empty(), InstanceMetadata.read(env()));
    }

    @Test
    void whoeverSwitchedItOffIsNotAsked() {
        assertEquals(true, InstanceMetadata.isHere(env()));
        Map<String, String> off = new HashMap<>(env());
        off.put("AWS_EC2_METADATA_DISABLED", "true");
        assertEquals(false, InstanceMetadata.isHere(off));
    }
}
