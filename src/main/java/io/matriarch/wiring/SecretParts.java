package io.matriarch.wiring;

import io.matriarch.config.AgentConfig;
import io.matriarch.secrets.FirstSecrets;
import io.matriarch.secrets.PasswordChange;
import io.matriarch.secrets.SecretFiles;
import io.matriarch.secrets.ssm.SsmClients;
import io.matriarch.secrets.ssm.SsmSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Passwords and the token from the place that all members share. */
final class SecretParts {

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(2);

    private SecretParts() {}

    static SsmSecrets open(AgentConfig.Secrets secrets, Optional<String> region) {
        return new SsmSecrets(SsmClients.open(region), secrets.path(), secrets.kmsKey());
    }

    /** What stops the start, one line each. */
    static List<String> fetch(AgentConfig config) {
        if (config.secrets().isEmpty()) {
            return List.of();
        }
        AgentConfig.Secrets secrets = config.secrets().get();
        try (SsmSecrets place = open(secrets, config.store().region())) {
            return new FirstSecrets(
                            place,
                            new SecretFiles(secrets.folder()),
                            line -> log().log(System.Logger.Level.WARNING, line))
                    .fetch();
        } catch (RuntimeException e) {
            // No region, or no credentials at all: the SDK says which.
            return List.of(
                    "secrets: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Follows what is replaced there, on a thread of its own, for as long as the process lives. */
    static void follow(AgentConfig config, ServerPasswords server) {
        config.secrets()
                .ifPresent(
                        secrets -> {
                            var change =
                                    new PasswordChange(
                                            open(secrets, config.store().region()),
                                            new SecretFiles(secrets.folder()),
                                            server,
                                            line -> log().log(System.Logger.Level.INFO, line));
                            Thread.ofVirtual()
                                    .name("matriarch-secrets")
                                    .start(() -> rounds(change));
                        });
    }

    private static void rounds(PasswordChange change) {
        try {
            while (true) {
                Thread.sleep(change.round() ? EVERY : SOON);
            }
        } catch (InterruptedException _) {
            // The agent ends.
        }
    }

    private static System.Logger log() {
        return System.getLogger("matriarch");
    }
}
