package io.matriarch.peers.http;

import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One HTTP exchange with one agent; the JDK keeps the connection for the next one. */
final class PeerCall {
    private static final int UNAUTHORIZED = 401;

    /** An agent's answer is a few hundred bytes. */
    private static final int MOST = 64 * 1024;

    /** Status and body, whatever they are. */
    record Reply(int status, String body) {

        /** The first line, for a message. */
        String line() {
            return body.lines().findFirst().map(l -> ": " + l).orElse("");
        }
    }

    private final String cluster;
    private final NodeName self;
    private final Supplier<List<String>> tokens;

    /**
     * @param tokens the newest first: a member that has not heard of that one knows another
     */
    PeerCall(String cluster, NodeName self, Supplier<List<String>> tokens) {
        this.cluster = cluster;
        this.self = self;
        this.tokens = tokens;
    }

    Reply get(Member to, String path, Duration timeout) throws IOException {
        return exchange(open(to, path, timeout));
    }

    Reply post(Member to, String path, String json, Duration timeout) throws IOException {
        List<String> known = tokens.get();
        Reply reply = post(to, path, json, known.stream().findFirst(), timeout);
        for (int i = 1; i < known.size() && reply.status() == UNAUTHORIZED; i++) {
            reply = post(to, path, json, Optional.of(known.get(i)), timeout);
        }
        return reply;
    }

    private Reply post(
            Member to, String path, String json, Optional<String> token, Duration timeout)
            throws IOException {
        HttpURLConnection c = open(to, path, timeout);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        c.setRequestMethod("POST");
        c.setDoOutput(true);
        // Not streamed: the JDK then sends it again when a kept connection turns out to be closed.
        c.setRequestProperty("Content-Type", "application/json");
        token.ifPresent(t -> c.setRequestProperty("Authorization", "Bearer " + t));
        try (var out = c.getOutputStream()) {
            out.write(body);
        }
        return exchange(c);
    }

    private HttpURLConnection open(Member to, String path, Duration timeout) throws IOException {
        URI uri;
        try {
            uri = URI.create(to.apiUrl() + "/matriarch/" + path);
        } catch (IllegalArgumentException e) {
            throw new IOException("\"%s\" is no URL of an agent".formatted(to.apiUrl()), e);
        }
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IOException("\"%s\" is no URL of an agent".formatted(to.apiUrl()));
        }
        // Agents talk directly; a proxy for the internet has no part in it.
        var c = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        int millis = Math.toIntExact(Math.max(1, timeout.toMillis()));
        c.setConnectTimeout(millis);
        c.setReadTimeout(millis);
        c.setInstanceFollowRedirects(false);
        c.setUseCaches(false);
        c.setRequestProperty("Accept", "application/json, text/plain");
        c.setRequestProperty("User-Agent", "matriarch/" + self);
        // An address may belong to another machine by now: only the one that is meant answers.
        c.setRequestProperty("Matriarch-To", cluster + "/" + to.name());
        return c;
    }

    private static Reply exchange(HttpURLConnection c) throws IOException {
        int status = c.getResponseCode();
        return new Reply(status, body(status < 400 ? c.getInputStream() : c.getErrorStream()));
    }

    /** Reads to the end, without which the connection could not be used again. */
    private static String body(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            byte[] bytes = in.readNBytes(MOST);
            if (in.read() >= 0) {
                throw new IOException("the answer is longer than %d bytes".formatted(MOST));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
