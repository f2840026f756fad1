package io.matriarch.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the keys of the place where passwords and the token are kept. */
record SecretsCheck(Findings findings, KeyReader read) {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.-]+){1,14}");

    /** Empty when files hold the secrets, or with findings. */
    Optional<AgentConfig.Secrets> of(AgentKeys keys) {
        var path = read.optional("secrets.ssm-path", keys.secrets().ssmPath(), SecretsCheck::path);
        if (keys.secrets().ssmPath().isEmpty()) {
            keys.secrets().kmsKey().ifPresent(_ -> needsPath("secrets.kms-key"));
            return Optional.empty();
        }
        if (path.isEmpty()) {
            return Optional.empty();
        }
        insteadOf("postgres.superuser-password-file", keys.postgres().superuserPasswordFile());
        insteadOf("postgres.replication-password-file", keys.postgres().replicationPasswordFile());
        insteadOf("api.token-file", keys.api().tokenFile());
        return keys.postgres()
                .dataDir()
                .map(
                        data ->
                                new AgentConfig.Secrets(
                                        path.get(),
                                        keys.secrets().kmsKey(),
                                        folder(Path.of(data))));
    }

    /** Beside the data directory, so that it moves with it. */
    private static Path folder(Path data) {
        return data.resolveSibling(data.getFileName() + ".matriarch").resolve("secrets");
    }

    private void needsPath(String key) {
        findings.wrong(findings.where(key) + ": is for secrets.ssm-path, which is not set");
    }

    private void insteadOf(String key, Optional<String> value) {
        if (value.isPresent()) {
            findings.wrong(
                    findings.where(key)
                            + ": secrets.ssm-path says where the secrets are, one of both is right");
        }
    }

    private static String path(String text) {
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no path of parameters, such as /matriarch/orders".formatted(text));
        }
        return text;
    }
}
