package io.matriarch.lease.dynamodb;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each operation with the error that a test chose, in DynamoDB's own form. */
final class RefusingDynamo implements AutoCloseable {

    private record Answer(int status, String code, String message) {}

    private final HttpServer server;
    private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();

    RefusingDynamo() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
                    String operation = target.substring(target.indexOf('.') + 1);
                    var answer =
                            answers.getOrDefault(
                                    operation, new Answer(500, "InternalServerError", "none"));
                    byte[] body =
                            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}"
                                    .formatted(answer.code(), answer.message())
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
                    exchange.sendResponseHeaders(answer.status(), body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    RefusingDynamo answers(String operation, int status, String code, String message) {
        answers.put(operation, new Answer(status, code, message));
        return this;
    }

    int requests() {
        return requests.get();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
