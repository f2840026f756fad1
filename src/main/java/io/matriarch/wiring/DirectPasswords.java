package io.matriarch.wiring;

import io.matriarch.config.AgentConfig;
import io.matriarch.config.CommandConfig;
import io.matriarch.secrets.Found;
import io.matriarch.secrets.NewSecret;
import io.matriarch.secrets.SecretFiles;
import io.matriarch.secrets.SecretName;
import io.matriarch.secrets.ssm.SsmSecrets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets new passwords, or a new token, in the place that all members read them from. */
record DirectPasswords(CommandConfig config) {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PATIENCE = 90;

    /**
     * @param only one secret; the passwords of both roles when empty
     * @return what was done
     * @throws IOException one line why it could not be
     */
    String rotate(Optional<String> only) throws IOException {
        AgentConfig.Secrets secrets =
                config.secrets()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the passwords are files here: secrets.ssm-path would keep them in Parameter Store"));
        List<SecretName> names =
                only.isEmpty()
                        ? List.of(SecretName.SUPERUSER, SecretName.REPLICATION)
                        : List.of(SecretName.values()).stream()
                                .filter(n -> n.text().equals(only.get()))
                                .toList();
        var files = new SecretFiles(secrets.folder());
        Map<SecretName, String> fresh = new EnumMap<>(SecretName.class);
        List<String> lines = new ArrayList<>();
        try (SsmSecrets place = SecretParts.open(secrets, config.store().region())) {
            for (SecretName name : names) {
                fresh.put(name, rotate(place, name));
            }
            for (SecretName name : names) {
                lines.add(told(place, files, name, fresh.getOrDefault(name, "")));
            }
        }
        return String.join("\n", lines);
    }

    private static String rotate(SsmSecrets place, SecretName name) throws IOException {
        if (place.read(name) instanceof Found.Absent) {
            throw new IOException(
                    place.place(name) + " is not there: the cluster's first agent makes it");
        }
        String value = NewSecret.random();
        if (place.replace(name, value) instanceof Found.Unknown(var why)) {
            throw new IOException(why);
        }
        return value;
    }

    private static String told(SsmSecrets place, SecretFiles files, SecretName name, String value) {
        return "%s is a new one; %s"
                .formatted(
                        place.place(name),
                        followed(files, name, value)
                                ? "this node's agent has taken it over"
                                : name == SecretName.TOKEN
                                        ? "all members take it over within a minute"
                                        : "the leader changes the role, and all members follow within a minute");
    }

    /** On a node of the cluster one can wait for its agent. */
    private static boolean followed(SecretFiles files, SecretName name, String value) {
        try {
            for (int i = 0; i < PATIENCE; i++) {
                List<String> copies = files.read(name);
                if (copies.isEmpty()) {
                    return false;
                }
                if (copies.getFirst().equals(value)) {
                    return true;
                }
                Thread.sleep(PAUSE);
            }
        } catch (IOException _) {
            // Not this user's to read: there is nothing to wait for.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
