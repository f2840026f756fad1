package io.matriarch.machines.ec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** An EC2 that refuses, throttles, or hangs, action by action; it knows nobody but the signer. */
final class FakeEc2 implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, String> states = new TreeMap<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final List<SignedForm> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    FakeEc2() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    FakeEc2 instance(String id, String state) {
        states.put(id, state);
        return this;
    }

    /** Refused with this code from now on; "hang" never answers, "html" is somebody else's word. */
    FakeEc2 refuse(String action, String code) {
        refusals.put(action, code);
        return this;
    }

    List<SignedForm> calls() {
        return calls;
    }

    List<String> actions() {
        return calls.stream().map(c -> c.fields().getOrDefault("Action", "")).toList();
    }

    private void answer(HttpExchange call) throws IOException {
        SignedForm form = SignedForm.of(call);
        calls.add(form);
        String action = form.fields().getOrDefault("Action", "");
        String code = form.genuine() ? refusals.getOrDefault(action, "") : "SignatureDoesNotMatch";
        switch (code) {
            case "" -> send(call, 200, body(action, form));
            case "hang" -> hang(call);
            case "html" -> send(call, 502, "<html><body>Bad\nGateway</body>");
            default ->
                    send(
                            call,
                            code.equals("RequestLimitExceeded") ? 503 : 403,
                            "<?xml version=\"1.0\"?>\n<Response><Errors><Error><Code>%s</Code><Message>no &amp; no</Message></Error></Errors><RequestID>r</RequestID></Response>"
                                    .formatted(code));
        }
    }

    private void hang(HttpExchange call) throws IOException {
        call.sendResponseHeaders(200, 0);
        call.getResponseBody().write('<');
        call.getResponseBody().flush();
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        call.close();
    }

    private String body(String action, SignedForm form) {
        String items =
                states.entrySet().stream()
                        .filter(e -> form.fields().containsValue(e.getKey()))
                        .map(
                                e ->
                                        "<item><instancesSet><item><instanceId>%s</instanceId><instanceState><code>1</code><name>%s</name></instanceState></item></instancesSet></item>"
                                                .formatted(e.getKey(), e.getValue()))
                        .collect(Collectors.joining());
        return "<%sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><reservationSet>%s</reservationSet></%sResponse>"
                .formatted(action, items, action);
    }

    private static void send(HttpExchange call, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
