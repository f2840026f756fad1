package io.matriarch.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.matriarch.api.dto.ClusterDocument;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one node's agent; no answer within half a second is an empty one. */
record NodeApi(int port) {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .registerModule(new Jdk8Module())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final int QUICK_MILLIS = 500;

    /**
     * An agent answers when the switchover is over, or says within half a minute that it is not.
     */
    private static final int CHANGE_MILLIS = 45_000;

    /**
     * @param done the agent said that it leads elsewhere now
     */
    record Reply(boolean done, String text) {}

    /** What the node says of itself. */
    Optional<NodeAnswer> node() {
        try {
            return Optional.of(NodeAnswer.of(JSON.readTree(get("/patroni"))));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** What it knows of all. */
    Optional<ClusterDocument> cluster() {
        try {
            return Optional.of(JSON.readValue(get("/cluster"), ClusterDocument.class));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    Reply switchover(String leader, Optional<String> candidate) throws IOException {
        var body = JSON.createObjectNode().put("leader", leader);
        candidate.ifPresent(name -> body.put("candidate", name));
        HttpURLConnection c = open("/switchover", CHANGE_MILLIS);
        c.setRequestMethod("POST");
        c.setDoOutput(true);
        c.setRequestProperty("Content-Type", "application/json");
        try (var out = c.getOutputStream()) {
            out.write(JSON.writeValueAsBytes(body));
        }
        int status = c.getResponseCode();
        return new Reply(
                status == 200, text(status < 400 ? c.getInputStream() : c.getErrorStream()));
    }

    private String get(String path) throws IOException {
        return text(open(path, QUICK_MILLIS).getInputStream());
    }

    private HttpURLConnection open(String path, int millis) throws IOException {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        var c = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        c.setConnectTimeout(millis);
        c.setReadTimeout(millis);
        return c;
    }

    private static String text(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
