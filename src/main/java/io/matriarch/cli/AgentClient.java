package io.matriarch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Talks to one agent. */
final class AgentClient {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;
    private static final int UNAUTHORIZED = 401;

    /** An agent waits up to 30 s for a switchover before it answers. */
    private static final int CHANGE_MILLIS = 40_000;

    /** No agent answers; {@code line} says where and why. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1;

        private final String line;

        Unreachable(String line) {
            super(line);
            this.line = line;
        }

        String line() {
            return line;
        }
    }

    /**
     * @param version of the cluster's document where the answer is one; else 0
     */
    record Reply(int status, String body, long version) {}

    private final URI api;
    private final List<String> tokens;

    /**
     * @param tokens the newest first: an agent that has not heard of that one knows another
     */
    AgentClient(URI api, List<String> tokens) {
        this.api = api;
        this.tokens = tokens;
    }

    URI api() {
        return api;
    }

    <T> T get(String path, Class<T> type) throws Unreachable, Failure {
        Reply reply = exchange(path, "GET", Optional.empty(), Optional.empty(), READ_MILLIS);
        if (reply.status() != 200 && isLine(reply.body())) {
            throw Failure.failed(reply.body());
        }
        if (reply.status() != 200) {
            throw Failure.failed(
                    "%s answered %d to %s: is that an agent?".formatted(api, reply.status(), path));
        }
        try {
            return Documents.JSON.readValue(reply.body(), type);
        } catch (IOException _) {
            throw Failure.failed(
                    "%s answered %s with something else: is that an agent?".formatted(api, path));
        }
    }

    /** An agent says in one line why not; a page of another server is none. */
    private static boolean isLine(String body) {
        return !body.isEmpty() && body.lines().count() == 1 && !body.matches("[<{\\[].*");
    }

    Reply post(String path, Object body) throws Unreachable {
        return change("POST", path, Optional.of(body));
    }

    /** POST, PUT or DELETE, in the operator's name. */
    Reply change(String method, String path, Optional<Object> body) throws Unreachable {
        return exchange(path, method, body.map(Object::toString), Optional.empty(), CHANGE_MILLIS);
    }

    /**
     * @param millis an agent may take so long before it answers
     */
    Reply send(String method, String path, Optional<String> body, int millis) throws Unreachable {
        return exchange(path, method, body, Optional.empty(), millis);
    }

    /** The cluster's document as the agent shows it. */
    Reply config() throws Unreachable {
        return exchange("/config", "GET", Optional.empty(), Optional.empty(), READ_MILLIS);
    }

    /** Replaces the version {@code over} of it. */
    Reply putConfig(String body, long over, boolean dryRun, boolean force) throws Unreachable {
        return exchange(
                "/config?dry-run=%s&force=%s".formatted(dryRun, force),
                "PUT",
                Optional.of(body),
                Optional.of(over),
                CHANGE_MILLIS);
    }

    private Reply exchange(
            String path, String method, Optional<String> body, Optional<Long> over, int readMillis)
            throws Unreachable {
        List<String> brought = method.equals("GET") ? List.of() : tokens;
        Reply reply = exchange(path, method, body, over, readMillis, brought.stream().findFirst());
        for (int i = 1; i < brought.size() && reply.status() == UNAUTHORIZED; i++) {
            reply = exchange(path, method, body, over, readMillis, Optional.of(brought.get(i)));
        }
        return reply;
    }

    private Reply exchange(
            String path,
            String method,
            Optional<String> body,
            Optional<Long> over,
            int readMillis,
            Optional<String> token)
            throws Unreachable {
        try {
            var c =
                    (HttpURLConnection)
                            URI.create(api + path).toURL().openConnection(Proxy.NO_PROXY);
            c.setConnectTimeout(CONNECT_MILLIS);
            c.setReadTimeout(readMillis);
            c.setInstanceFollowRedirects(false);
            c.setRequestMethod(method);
            token.ifPresent(t -> c.setRequestProperty("Authorization", "Bearer " + t));
            if (body.isPresent()) {
                over.ifPresent(v -> c.setRequestProperty("If-Match", "\"" + v + "\""));
                c.setDoOutput(true);
                c.setRequestProperty("Content-Type", "application/json");
                try (var out = c.getOutputStream()) {
                    out.write(body.get().getBytes(StandardCharsets.UTF_8));
                }
            }
            int status = c.getResponseCode();
            return new Reply(
                    status,
                    text(status < 400 ? c.getInputStream() : c.getErrorStream()),
                    version(c.getHeaderField("ETag")));
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreachable("no agent answers at %s: %s".formatted(api, why(e)));
        }
    }

    private static long version(@Nullable String tag) {
        String digits = tag == null ? "" : tag.replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
    }

    private static String text(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String why(Exception e) {
        return switch (e) {
            case SocketTimeoutException _ -> "timed out";
            case UnknownHostException _ -> "unknown host";
            case ConnectException _ -> "connection refused";
            case Exception other ->
                    Optional.ofNullable(other.getMessage())
                            .flatMap(m -> m.lines().findFirst())
                            .orElse(other.getClass().getSimpleName());
        };
    }
}
