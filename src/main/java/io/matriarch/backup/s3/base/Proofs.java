package io.matriarch.backup.s3.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Remembers restores that succeeded, beside the backup that they restored. */
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
        store.put(Layout.proof(backup), json.getBytes(StandardCharsets.UTF_8), Existing.REPLACE);
    }

    /** A proof that cannot be read proves nothing. */
    Optional<BaseBackup.Proof> read(String backup) throws IOException {
        try (InputStream in = store.open(Layout.proof(backup))) {
            JsonNode n = JSON.readTree(in.readAllBytes());
            return Optional.of(
                    new BaseBackup.Proof(
                            Instant.parse(n.path("time").asText()),
                            n.path("millis").asLong(),
                            n.path("checks").asText()));
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.ABSENT) {
                return Optional.empty();
            }
            throw e;
        } catch (com.fasterxml.jackson.core.JsonProcessingException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
