package io.matriarch.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Three members whose agents are one server: n1 leads, n2 and n3 stream from it. */
final class AgentHerd implements AfterEachCallback, AutoCloseable {
    final FakeAgentServer server;
    final CommandRun command = new CommandRun();
    private final Map<String, String> more = new TreeMap<>();
    private final Map<String, String> states = new TreeMap<>();
    private String scheduled = "";

    AgentHerd() {
        server = started();
        command.env.put("MATRIARCH_API", server.url() + "/n1");
        states.putAll(Map.of("n1", "running", "n2", "streaming", "n3", "streaming"));
        for (String name : List.of("n1", "n2", "n3")) {
            at(name, "/restart", 200, "restarted successfully");
            at(name, "/patroni", 200, "{\"patroni\":{\"name\":\"%s\"}}".formatted(name));
            at(name, "/reload", 202, "reloaded");
        }
        show();
    }

    private static FakeAgentServer started() {
        try {
            return new FakeAgentServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    void at(String name, String path, int status, String body) {
        server.answer("/" + name + path, status, body);
    }

    /** Bytes of the log: the leader has, and each standby has replayed. */
    void positions(long leader, long standbys) {
        at("n1", "/patroni", 200, "{\"xlog\":{\"location\":%d}}".formatted(leader));
        for (String name : List.of("n2", "n3")) {
            at(name, "/patroni", 200, "{\"xlog\":{\"replayed_location\":%d}}".formatted(standbys));
        }
    }

    /** More fields of this member, such as {@code "pending_restart":true}. */
    AgentHerd with(String name, String fields) {
        more.put(name, "," + fields);
        show();
        return this;
    }

    AgentHerd state(String name, String state) {
        states.put(name, state);
        show();
        return this;
    }

    AgentHerd scheduled(String switchover) {
        scheduled = ",\"scheduled_switchover\":" + switchover;
        show();
        return this;
    }

    /** These parameters, each as "name old new", wait for a restart of this member. */
    AgentHerd pending(String name, String... changes) {
        return with(
                name,
                List.of(changes).stream()
                        .map(c -> c.split(" "))
                        .map(
                                c ->
                                        "\"%s\":{\"old_value\":\"%s\",\"new_value\":\"%s\"}"
                                                .formatted(c[0], c[1], c[2]))
                        .collect(
                                Collectors.joining(
                                        ",",
                                        "\"pending_restart\":true,\"pending_restart_reason\":{",
                                        "}")));
    }

    private void show() {
        String members =
                states.keySet().stream().map(this::member).collect(Collectors.joining(","));
        String document =
                "{\"scope\":\"herd\",\"lease\":{\"holder\":\"n1\",\"epoch\":3,\"timeline\":2,\"released\":false},\"members\":[%s]%s}"
                        .formatted(members, scheduled);
        states.keySet().forEach(name -> at(name, "/cluster", 200, document));
    }

    private String member(String name) {
        return "{\"name\":\"%s\",\"role\":\"%s\",\"state\":\"%s\",\"api_url\":\"%s/%s\",\"host\":\"127.0.0.1\",\"port\":5432,\"version\":\"0.1.0\",\"sentence\":\"I am %s\"%s}"
                .formatted(
                        name,
                        name.equals("n1") ? "leader" : "replica",
                        states.get(name),
                        server.url(),
                        name,
                        name,
                        more.getOrDefault(name, ""));
    }

    /** What was asked of whom, without bodies. */
    List<String> calls() {
        return server.posts.stream().map(p -> p.split(" - ", 2)[0]).toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
