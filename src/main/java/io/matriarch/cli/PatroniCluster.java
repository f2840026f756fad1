package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a Patroni cluster's REST API says of it.
 *
 * @param cluster {@code GET /cluster}
 * @param config {@code GET /config}
 * @param nodes {@code GET /patroni} of each member; a missing node where it doesn't answer
 */
record PatroniCluster(JsonNode cluster, JsonNode config, Map<String, JsonNode> nodes) {

    private static final int MILLIS = 5_000;

    /**
     * @param api of any member, such as http://10.0.0.7:8008
     */
    static PatroniCluster read(String api) throws Failure {
        String base = api.replaceAll("/+$", "");
        try {
            JsonNode cluster = get(base + "/cluster");
            if (!cluster.path("members").isArray() || !cluster.path("scope").isTextual()) {
                throw Failure.failed(
                        "%s/cluster is no answer of Patroni's: it names no scope and no members"
                                .formatted(base));
            }
            var nodes = new LinkedHashMap<String, JsonNode>();
            for (JsonNode member : cluster.path("members")) {
                nodes.put(member.path("name").asText(), node(member.path("api_url").asText()));
            }
            return new PatroniCluster(cluster, get(base + "/config"), nodes);
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.failed(
                    "no Patroni answers at %s: %s"
                            .formatted(
                                    base,
                                    e.getMessage() == null
                                            ? e.getClass().getSimpleName()
                                            : e.getMessage()));
        }
    }

    String scope() {
        return cluster.path("scope").asText();
    }

    private static JsonNode node(String url) {
        try {
            return get(url);
        } catch (IOException | IllegalArgumentException _) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode get(String url) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(MILLIS);
        connection.setReadTimeout(MILLIS);
        if (connection.getResponseCode() != 200) {
            throw new IOException(url + " answers " + connection.getResponseCode());
        }
        try (var in = connection.getInputStream()) {
            return Documents.JSON.readTree(in);
        }
    }
}
