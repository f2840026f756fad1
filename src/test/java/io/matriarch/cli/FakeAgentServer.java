package io.matriarch.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what a test says, and remembers the calls that would change something. */
final class FakeAgentServer implements AutoCloseable {

    record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** Path and question of each PUT. */
    final List<String> puts = new CopyOnWriteArrayList<>();

    /** Path, Authorization and body of each POST; a DELETE says so first. */
    final List<String> posts = new CopyOnWriteArrayList<>();

    FakeAgentServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    String asked = exchange.getRequestURI().toString();
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    if (exchange.getRequestMethod().equals("DELETE")) {
                        posts.add("DELETE " + asked);
                    }
                    if (exchange.getRequestMethod().equals("POST")) {
                        var token = exchange.getRequestHeaders().getFirst("Authorization");
                        posts.add(path + " " + Optional.ofNullable(token).orElse("-") + " " + body);
                    }
                    var answer =
                            answers.getOrDefault(
                                    asked, answers.getOrDefault(path, new Answer(404, "")));
                    if (exchange.getRequestMethod().equals("PUT")) {
                        puts.add(exchange.getRequestURI().toString());
                        String refusal = refusals.get(path);
                        answer = refusal == null ? answer : new Answer(412, refusal);
                    }
                    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(
                            answer.status(), bytes.length == 0 ? -1 : bytes.length);
                    if (bytes.length > 0) {
                        exchange.getResponseBody().write(bytes);
                    }
                    exchange.close();
                });
        server.start();
    }

    FakeAgentServer answer(String path, int status, String body) {
        answers.put(path, new Answer(status, body));
        return this;
    }

    /** What would change it is refused. */
    void refuse(String path, String why) {
        refusals.put(path, why);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
