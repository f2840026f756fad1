package io.matriarch.wiring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.postgres.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code matriarch restore} leaves beside the data directory, for the agent that founds the
 * cluster.
 *
 * @param prefix of the archive to restore from
 * @param backup to begin with
 * @param recovery PostgreSQL's settings for its target
 */
record RestorePlan(String prefix, String backup, Map<String, String> recovery) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Path file(Path runDir) {
        return runDir.resolve("restore-plan.json");
    }

    static Optional<RestorePlan> read(Path runDir) throws IOException {
        Path file = file(runDir);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode n = JSON.readTree(Files.readString(file));
            var recovery = new TreeMap<String, String>();
            n.path("recovery")
                    .properties()
                    .forEach(e -> recovery.put(e.getKey(), e.getValue().asText()));
            return Optional.of(
                    new RestorePlan(
                            n.path("prefix").asText(), n.path("backup").asText(), recovery));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is damaged: run matriarch restore again", e);
        }
    }

    void write(Path runDir) throws IOException {
        ObjectNode n = JSON.createObjectNode().put("prefix", prefix).put("backup", backup);
        ObjectNode settings = n.putObject("recovery");
        recovery.forEach(settings::put);
        WholeFile.write(file(runDir), n.toString());
    }

    /** Kept, to tell where the data came from. */
    static void carriedOut(Path runDir) throws IOException {
        Path file = file(runDir);
        if (Files.exists(file)) {
            Files.move(
                    file,
                    runDir.resolve("restore-plan.done.json"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
