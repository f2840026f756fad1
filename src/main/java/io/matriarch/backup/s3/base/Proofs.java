package io.matriarch.backup.s3.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Remembers restores that succeeded or did not, beside the backup that they restored. */
final class Proofs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectStore store;

    Proofs(ObjectStore store) {
        this.store = store;
    }

    void write(String backup, BaseBackup.Proof proof) throws StorageException {
        String json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("time", proof.at().toString())
                        .put("millis", proof.millis())
                        .put("checks", proof.checks())
                        .toString();
        put(backup, Layout.proof(backup), json);
        forget(backup);
    }

    /** A backup that was deleted while it was restored has no folder to remember that in. */
    private void put(String backup, String key, String json) throws StorageException {
        if (exists(backup)) {
            store.put(key, json.getBytes(StandardCharsets.UTF_8), Existing.REPLACE);
            if (!exists(backup)) {
                store.delete(List.of(key));
            }
        }
    }

    private boolean exists(String backup) throws StorageException {
        try {
            ObjectInfo _ = store.head(Layout.sentinel(backup));
            return true;
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.ABSENT) {
                return false;
            }
            throw e;
        }
    }

    /** What others go by, so that they do not restore it as well. */
    void attempted(String backup, BaseBackup.Attempt attempt) throws StorageException {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("time", attempt.at().toString())
                        .put("host", attempt.host());
        attempt.failure().ifPresent(line -> json.put("failure", line));
        put(backup, Layout.attempt(backup), json.toString());
    }

    /** As if it had not been attempted. */
    void forget(String backup) throws StorageException {
        store.delete(List.of(Layout.attempt(backup)));
    }

    Optional<BaseBackup.Attempt> attempt(String backup) throws IOException {
        return json(Layout.attempt(backup))
                .flatMap(
                        n ->
                                time(n).map(
                                                at ->
                                                        new BaseBackup.Attempt(
                                                                at,
                                                                n.path("host").asText(),
                                                                Optional.ofNullable(
                                                                        n.path("failure")
                                                                                .textValue()))));
    }

    Optional<BaseBackup.Proof> read(String backup) throws IOException {
        return json(Layout.proof(backup))
                .flatMap(
                        n ->
                                time(n).map(
                                                at ->
                                                        new BaseBackup.Proof(
                                                                at,
                                                                n.path("millis").asLong(),
                                                                n.path("checks").asText())));
    }

    /** What cannot be read proves nothing. */
    private Optional<JsonNode> json(String key) throws IOException {
        try (InputStream in = store.open(key)) {
            return Optional.of(JSON.readTree(in.readAllBytes()));
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.ABSENT) {
                return Optional.empty();
            }
            throw e;
        } catch (com.fasterxml.jackson.core.JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(JsonNode n) {
        try {
            return Optional.of(Instant.parse(n.path("time").asText()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
