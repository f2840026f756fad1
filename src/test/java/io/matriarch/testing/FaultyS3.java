package io.matriarch.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands before another S3 server and answers badly when told to. */
public final class FaultyS3 implements AutoCloseable {

    /** What becomes of a request. */
    public enum Fault {
        NONE,
        INTERNAL_ERROR,
        ACCESS_DENIED,
        /** S3 may not use the key in the caller's name. */
        KEY_DENIED,
        SLOW_DOWN,
        /** No answer. */
        HANG,
        /** Half of the body, and the end of the connection. */
        CUT_SHORT,
        /** It is carried out, and the answer is lost. */
        LOST_ANSWER,
        /** What follows the body, as the SDK asks S3 for, is the checksum of another one. */
        OTHER_BODY
    }

    private static final Set<String> OWN = Set.of("host", "connection", "content-length", "expect");

    private final HttpServer server;
    private final URI behind;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger seen = new AtomicInteger();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private volatile Fault fault = Fault.NONE;
    private volatile Predicate<String> which = _ -> true;

    private FaultyS3(HttpServer server, URI behind) {
        this.server = server;
        this.behind = behind;
    }

    /** In front of another server. */
    public static FaultyS3 before(URI behind) {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            var faulty = new FaultyS3(server, behind);
            server.createContext("/", faulty::serve);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return faulty;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next {@code times} requests end so. */
    public void next(Fault fault, int times) {
        next(fault, times, _ -> true);
    }

    /** The next {@code times} requests whose "METHOD /path" is meant end so. */
    public void next(Fault fault, int times, Predicate<String> which) {
        this.which = which;
        this.fault = fault;
        left.set(times);
    }

    /** From now on, until told otherwise. */
    public void always(Fault fault) {
        next(fault, Integer.MAX_VALUE);
    }

    /** What each request said from now on: its first line, and each header in a line. */
    public List<String> said() {
        return said;
    }

    /** How many requests came. */
    public int seen() {
        return seen.get();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            seen.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            said.add(words(exchange, body));
            switch (faultOf(exchange)) {
                case NONE -> pass(exchange, forward(exchange, body), 1);
                case CUT_SHORT -> pass(exchange, forward(exchange, body), 2);
                case LOST_ANSWER -> forward(exchange, body);
                case OTHER_BODY -> passWithMd5(exchange, forward(exchange, body));
                case INTERNAL_ERROR -> error(exchange, 500, "InternalError");
                case ACCESS_DENIED -> error(exchange, 403, "AccessDenied");
                case KEY_DENIED ->
                        error(
                                exchange,
                                403,
                                "AccessDenied",
                                "User: a is not authorized to perform: kms:GenerateDataKey on this resource");
                case SLOW_DOWN -> error(exchange, 503, "SlowDown");
                case HANG -> Thread.sleep(Duration.ofSeconds(30));
            }
        } catch (IOException _) {
            // The client went away.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String words(HttpExchange exchange, byte[] body) {
        var words = new StringBuilder();
        words.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
        exchange.getRequestHeaders()
                .forEach((name, values) -> words.append('\n').append(name).append(values));
        // What completes an upload is in its body.
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if ("application/xml".equals(type)) {
            words.append('\n').append(new String(body, StandardCharsets.UTF_8));
        }
        return words.toString().toLowerCase(java.util.Locale.ROOT);
    }

    private Fault faultOf(HttpExchange exchange) {
        boolean meant = which.test(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        return meant && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? fault : Fault.NONE;
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI().toString()))
                        .method(
                                exchange.getRequestMethod(),
                                body.length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                                values.forEach(v -> request.header(name, v));
                            }
                        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void pass(HttpExchange exchange, HttpResponse<byte[]> answer, int part)
            throws IOException {
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            String lower = name.toLowerCase(java.util.Locale.ROOT);
                            if (!lower.equals("content-length")
                                    && !lower.equals("transfer-encoding")
                                    && !lower.equals("connection")) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        byte[] body = answer.body();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            answer.headers()
                    .firstValue("content-length")
                    .ifPresent(v -> exchange.getResponseHeaders().set("Content-Length", v));
        }
        exchange.sendResponseHeaders(
                answer.statusCode(), head || body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body, 0, body.length / part);
        exchange.getResponseBody().flush();
    }

    private static void passWithMd5(HttpExchange exchange, HttpResponse<byte[]> answer)
            throws IOException {
        byte[] md5 = new byte[16];
        exchange.getResponseHeaders().set("x-amz-transfer-encoding", "append-md5");
        answer.headers()
                .firstValue("etag")
                .ifPresent(tag -> exchange.getResponseHeaders().set("ETag", tag));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length + md5.length);
        exchange.getResponseBody().write(answer.body());
        exchange.getResponseBody().write(md5);
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        error(exchange, status, code, "as told");
    }

    private static void error(HttpExchange exchange, int status, String code, String message)
            throws IOException {
        byte[] body =
                "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
                        .formatted(code, message)
                        .getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}
