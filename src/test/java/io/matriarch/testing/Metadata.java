package io.matriarch.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An instance's metadata service, which answers only who brings a token, as version 2 does. */
public final class Metadata implements AutoCloseable {

    private static final String META = "/latest/meta-data/";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile boolean broken;

    public Metadata() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Of this instance. */
    public Metadata of(String instance) {
        return says("instance-id", instance)
                .says("local-ipv4", "10.0.1.7")
                .says("placement/availability-zone", "eu-central-1a")
                .says("placement/region", "eu-central-1");
    }

    /**
     * @param path below {@code /latest/meta-data/}
     */
    public Metadata says(String path, String text) {
        answers.put(META + path, text);
        return this;
    }

    public void forget(String path) {
        answers.remove(META + path);
    }

    /** Each answer is an error from now on, or no longer. */
    public void broken(boolean next) {
        broken = next;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        String token = call.getRequestHeaders().getFirst("X-aws-ec2-metadata-token");
        if (broken) {
            send(call, 500, "");
        } else if (call.getRequestMethod().equals("PUT") && path.equals("/latest/api/token")) {
            call.getResponseHeaders().add("x-aws-ec2-metadata-token-ttl-seconds", "21600");
            send(call, 200, "secret");
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

    @Override
    public void close() {
        server.stop(0);
    }
}
