package io.matriarch.backup.walg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.s3.base.TrialRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What restores on this node have shown, in its run directory: wal-g keeps nothing beside a backup.
 */
record LocalProofs(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROVEN = ".proven";
    private static final String ATTEMPTED = ".attempted";

    /** With what is known of it. */
    BaseBackup of(BaseBackup b) {
        return new BaseBackup(
                b.name(),
                b.restsOn(),
                b.timeline(),
                b.start(),
                b.finish(),
                b.begun(),
                b.stored(),
                b.size(),
                b.storedSize(),
                b.systemId(),
                b.version(),
                b.host(),
                b.permanent(),
                read(b.name() + PROVEN)
                        .map(
                                n ->
                                        new BaseBackup.Proof(
                                                Instant.parse(n.path("time").asText()),
                                                n.path("millis").asLong(),
                                                n.path("checks").asText())),
                read(b.name() + ATTEMPTED)
                        .map(
                                n ->
                                        new BaseBackup.Attempt(
                                                Instant.parse(n.path("time").asText()),
                                                n.path("host").asText(),
                                                Optional.ofNullable(
                                                        n.path("failure").textValue()))));
    }

    TrialRestore.Memory memory(String backup) {
        return new TrialRestore.Memory() {
            @Override
            public void attempted(BaseBackup.Attempt attempt) throws IOException {
                ObjectNode n = at(attempt.at()).put("host", attempt.host());
                attempt.failure().ifPresent(line -> n.put("failure", line));
                write(backup + ATTEMPTED, n);
            }

            @Override
            public void forget() throws IOException {
                Files.deleteIfExists(folder.resolve(backup + ATTEMPTED));
            }

            @Override
            public void proven(BaseBackup.Proof proof) throws IOException {
                write(
                        backup + PROVEN,
                        at(proof.at()).put("millis", proof.millis()).put("checks", proof.checks()));
                forget();
            }
        };
    }

    private static ObjectNode at(Instant time) {
        return JSON.createObjectNode().put("time", time.toString());
    }

    private void write(String name, ObjectNode content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), content.toString());
    }

    /** What cannot be read proves nothing. */
    private Optional<JsonNode> read(String name) {
        try {
            JsonNode n = JSON.readTree(Files.readString(folder.resolve(name)));
            Instant _ = Instant.parse(n.path("time").asText());
            return Optional.of(n);
        } catch (IOException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
