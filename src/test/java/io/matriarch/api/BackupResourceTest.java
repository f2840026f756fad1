package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

/** Base backups over the API; the archive is one that WAL-G wrote. */
@QuarkusTest
@TestProfile(ApiProfile.class)
final class BackupResourceTest {

    private static final String FULL = "base_000000010000000000000002";

    @Test
    void allAreListed() throws Exception {
        var answer = Calls.call("GET", "/backups");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"name\":\"" + FULL + "\""), answer.body());
        assertTrue(answer.body().contains("\"rests_on\":\"" + FULL + "\""), answer.body());
        assertTrue(answer.body().contains("\"start_lsn\":\"0/4000028\""), answer.body());
    }

    @Test
    void nothingGoesOn() throws Exception {
        var answer = Calls.call("GET", "/backups/work");
        assertTrue(answer.body().startsWith("{\"running\":false"), answer.body());
    }

    @Test
    void aRefusalIsOneLine() throws Exception {
        var answer = Calls.post("/backups/delete", "{\"name\": \"" + FULL + "\"}");
        assertEquals(412, answer.statusCode());
        assertTrue(answer.body().endsWith(": delete that first"), answer.body());
        assertEquals("\"name\" says which backup", Calls.post("/backups/delete", "{}").body());
        assertEquals(400, Calls.post("/backups/delete", "[]").statusCode());
    }

    @Test
    void aTokenIsNeeded() throws Exception {
        var call = Calls.request("/backups").POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertEquals(401, Calls.send(call).statusCode());
    }
}
