package io.matriarch.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the keys of the archive. */
record BackupCheck(Findings findings, KeyReader read) {

    private static final Pattern PREFIX =
            Pattern.compile(
                    "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^/]+)*/?|file:///[^/]+(/[^/]+)*/?");
    private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z][A-Z_]+");

    /** Empty without a prefix, or with findings. */
    Optional<AgentConfig.Backup> of(AgentKeys.Backup keys) {
        var engine = read.value("backup.engine", keys.engine(), BackupCheck::engine);
        var prefix = read.optional("backup.s3-prefix", keys.prefix(), BackupCheck::prefix);
        var endpoint = read.optional("backup.s3-endpoint", keys.endpoint(), Values::endpoint);
        var region = read.optional("backup.s3-region", keys.region(), Values::region);
        var sse =
                read.optional(
                        "backup.s3-sse",
                        keys.sse(),
                        text -> Values.oneOf(text, List.of("AES256", "aws:kms")));
        var storageClass =
                read.optional(
                        "backup.s3-storage-class", keys.storageClass(), BackupCheck::storageClass);
        if (keys.kmsKey().isPresent() && !sse.equals(Optional.of("aws:kms"))) {
            findings.wrong(
                    findings.where("backup.s3-kms-key")
                            + ": is for backup.s3-sse: aws:kms, which is not set");
        }
        if (prefix.isEmpty() || engine.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new AgentConfig.Backup(
                        engine.get(),
                        prefix.get(),
                        endpoint,
                        region,
                        sse,
                        keys.kmsKey(),
                        storageClass));
    }

    private static AgentConfig.Engine engine(String text) {
        return switch (Values.oneOf(text, List.of("s3", "wal-g"))) {
            case "s3" -> AgentConfig.Engine.S3;
            case String _ -> AgentConfig.Engine.WAL_G;
        };
    }

    static String prefix(String text) {
        if (!PREFIX.matcher(text).matches()
                || text.contains("/../")
                || text.contains("/./")
                || text.endsWith("/..")) {
            throw new IllegalArgumentException(
                    "\"%s\" is no place for an archive, such as s3://bucket/path or file:///directory"
                            .formatted(text));
        }
        return text;
    }

    private static String storageClass(String text) {
        if (!STORAGE_CLASS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no storage class, such as STANDARD_IA".formatted(text));
        }
        return text;
    }
}
