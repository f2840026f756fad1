package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApiProfile.class)
final class ConfigResourceTest {

    @Test
    void aDocumentIsShownMergedReplacedAndKeptFromMistakes() throws Exception {
        var first = Calls.call("GET", "/config");
        assertAnswer(200, "{\"lease\":{\"ttl\":\"6s\"}}", first);
        assertEquals("\"0\"", first.headers().firstValue("ETag").orElse(""));

        var merged =
                change(
                        "PATCH",
                        "/config",
                        "{\"lease\":{\"ttl\":\"12s\"},\"postgres.parameters\":{\"work_mem\":\"8MB\"}}",
                        "");
        assertAnswer(
                200,
                "{\"lease\":{\"ttl\":\"12s\"},\"postgres\":{\"parameters\":{\"work_mem\":\"8MB\"}}}",
                merged);
        assertEquals("\"1\"", merged.headers().firstValue("ETag").orElse(""));

        assertAnswer(
                422,
                "lease.ttl: \"12\" is no duration, such as 6s or 500ms",
                change("PATCH", "/config", "{\"lease\":{\"ttl\":12}}", ""));
        assertAnswer(
                422,
                "postgres.parameters.work_mem: PostgreSQL says no",
                change("PATCH", "/config", "{\"postgres.parameters.work_mem\":\"lots\"}", ""));
        assertAnswer(400, "the body must be a JSON object", change("PUT", "/config", "[]", ""));
        assertAnswer(
                409,
                "the document is of version 1 by now, and the change was made for version 0",
                change("PUT", "/config", "{}", "\"0\""));
        assertEquals(
                401,
                Calls.send(Calls.request("/config").PUT(HttpRequest.BodyPublishers.ofString("{}")))
                        .statusCode());

        assertAnswer(
                200,
                "{\"lease\":{\"ttl\":\"12s\"}}",
                change("PATCH", "/config?dry-run=true", GONE, ""));
        assertEquals(merged.body(), Calls.call("GET", "/config").body());
        assertAnswer(
                200, "{\"lease\":{\"ttl\":\"12s\"}}", change("PATCH", "/config", GONE, "\"1\""));
        assertAnswer(200, "{}", change("PUT", "/config", "{}", "\"2\""));
        noneIsPromotedBesideOneThatTakesWrites();
    }

    private static void noneIsPromotedBesideOneThatTakesWrites() throws Exception {
        change("PUT", "/config", "{\"standby-cluster\":{\"host\":\"far:5432\"}}", "");
        String refusal =
                "the other cluster takes writes at far:5432: demote it first (matriarch demote-cluster --to), or two would write";
        assertAnswer(412, refusal, change("PUT", "/config", "{\"lease.ttl\":\"6s\"}", ""));
        String gone = "{\"standby-cluster\":null}";
        assertAnswer(412, refusal, change("PATCH", "/config?dry-run=true", gone, ""));
        assertAnswer(412, refusal, change("PATCH", "/config", gone, ""));
        assertEquals(
                "{\"standby-cluster\":{\"host\":\"far:5432\"}}",
                Calls.call("GET", "/config").body());
        assertAnswer(200, "{}", change("PATCH", "/config?force=true", gone, ""));
    }

    private static final String GONE = "{\"postgres\":{\"parameters\":{\"work_mem\":null}}}";

    private static HttpResponse<String> change(
            String method, String path, String body, String version) throws Exception {
        var request =
                Calls.request(path)
                        .header("Authorization", "Bearer " + ApiProfile.TOKEN)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        return Calls.send(version.isEmpty() ? request : request.header("If-Match", version));
    }

    private static void assertAnswer(int status, String body, HttpResponse<String> answer) {
        assertEquals(status + " " + body, answer.statusCode() + " " + answer.body());
    }
}
