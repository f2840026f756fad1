package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls the resources under test over HTTP. */
final class Calls {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Calls() {}

    static URI root() {
        return URI.create(
                "http://127.0.0.1:"
                        + ConfigProvider.getConfig()
                                .getValue("quarkus.http.test-port", Integer.class));
    }

    static HttpResponse<String> call(String method, String path) throws Exception {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    static int status(String path) throws Exception {
        return call("GET", path).statusCode();
    }

    static JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(call("GET", path).body());
    }

    static HttpResponse<String> post(String path, String body) throws Exception {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + ApiProfile.TOKEN)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static HttpResponse<String> delete(String path) throws Exception {
        return send(request(path).header("Authorization", "Bearer " + ApiProfile.TOKEN).DELETE());
    }

    static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root().resolve(path)).timeout(Duration.ofSeconds(20));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
