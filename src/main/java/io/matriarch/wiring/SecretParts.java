package io.matriarch.wiring;

import io.matriarch.config.AgentConfig;
import io.matriarch.secrets.FirstSecrets;
import io.matriarch.secrets.PasswordChange;
import io.matriarch.secrets.SecretFiles;
import io.matriarch.secrets.SecretName;
import io.matriarch.secrets.TokenBook;
import io.matriarch.secrets.TokenChange;
import io.matriarch.secrets.ssm.SsmClients;
import io.matriarch.secrets.ssm.SsmSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
    static void follow(AgentConfig config, ServerPasswords server, TokenBook book) {
        config.secrets()
                .ifPresent(
                        secrets -> {
                            var place = open(secrets, config.store().region());
                            var files = new SecretFiles(secrets.folder());
                            Consumer<String> inform =
                                    line -> log().log(System.Logger.Level.INFO, line);
                            var passwords = new PasswordChange(place, files, server, inform);
                            var token = new TokenChange(place, files, book, inform);
                            Thread.ofVirtual()
                                    .name("matriarch-secrets")
                                    .start(() -> rounds(passwords, token));
                        });
    }

    /** The values that this node has; none when the cluster has no token. */
    static TokenBook token(AgentConfig config) throws IOException {
        if (config.secrets().isPresent()) {
            var files = new SecretFiles(config.secrets().get().folder());
            return new TokenBook(
                    files.read(SecretName.TOKEN),
                    files.since(SecretName.TOKEN),
                    InstantSource.system());
        }
        Optional<Path> file = config.api().tokenFile();
        return TokenBook.of(
                file.isEmpty() ? List.of() : List.of(Files.readString(file.get()).strip()));
    }

    private static void rounds(PasswordChange change, TokenChange token) {
        try {
            while (true) {
                token.round();
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
