package io.matriarch.host.ec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An Auto Scaling service with a group whose hook waits for one instance: moto has no calls for
 * lifecycle actions.
 */
final class Hooked implements AutoCloseable {

    private final String instance;
    private volatile String state = "InService";
    private final HttpServer server;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    Hooked(String instance) throws IOException {
        this.instance = instance;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Such as {@code Pending:Wait}. */
    void state(String next) {
        state = next;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    private void answer(HttpExchange call) throws IOException {
        String form = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> asked =
                Stream.of(form.split("&"))
                        .map(p -> p.split("=", 2))
                        .collect(Collectors.toMap(p -> p[0], p -> decoded(p[1])));
        String action = asked.getOrDefault("Action", "");
        String result =
                switch (action) {
                    case "DescribeAutoScalingInstances" ->
                            "<AutoScalingInstances><member><InstanceId>"
                                    + instance
                                    + "</InstanceId>"
                                    + "<AutoScalingGroupName>orders</AutoScalingGroupName>"
                                    + "<HealthStatus>HEALTHY</HealthStatus><LifecycleState>"
                                    + state
                                    + "</LifecycleState></member></AutoScalingInstances>";
                    case "DescribeLifecycleHooks" ->
                            "<LifecycleHooks>"
                                    + hook("orders-launching", "LAUNCHING")
                                    + hook("orders-terminating", "TERMINATING")
                                    + "</LifecycleHooks>";
                    default -> {
                        heard.add(words(action, asked));
                        yield "";
                    }
                };
        byte[] body =
                "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
                        .formatted(action, result)
                        .getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(200, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    private static String hook(String name, String transition) {
        return "<member><LifecycleHookName>%s</LifecycleHookName><LifecycleTransition>autoscaling:EC2_INSTANCE_%s</LifecycleTransition></member>"
                .formatted(name, transition);
    }

    private static String words(String action, Map<String, String> asked) {
        String result = asked.get("LifecycleActionResult");
        return "%s %s of %s for %s%s"
                .formatted(
                        action,
                        asked.get("LifecycleHookName"),
                        asked.get("AutoScalingGroupName"),
                        asked.get("InstanceId"),
                        result == null ? "" : " with " + result);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
