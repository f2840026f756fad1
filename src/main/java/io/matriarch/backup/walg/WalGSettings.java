package io.matriarch.backup.walg;

import io.matriarch.backup.BackupAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the program wal-g is told in its environment. What is not named here it has from the agent's
 * own environment: its keys for encryption, its compression level, credentials.
 *
 * @param compression in our words: lz4 or zstd, which are its own, too
 * @param kmsKey with {@code aws:kms}
 */
public record WalGSettings(
        BackupAddress address,
        String compression,
        Optional<URI> endpoint,
        Optional<String> region,
        Optional<String> sse,
        Optional<String> kmsKey,
        Optional<String> storageClass,
        Path dataDir) {

    /** Variables of wal-g 3. */
    Map<String, String> environment() {
        Map<String, String> env = new LinkedHashMap<>();
        switch (address) {
            case BackupAddress.Bucket bucket -> env.put("WALG_S3_PREFIX", bucket.toString());
            case BackupAddress.Directory directory ->
                    env.put("WALG_FILE_PREFIX", directory.path().toString());
        }
        env.put("PGDATA", dataDir.toString());
        env.put("WALG_COMPRESSION_METHOD", compression);
        // It looks before it writes, which is less than our own engine does, and all that it can.
        env.put("WALG_PREVENT_WAL_OVERWRITE", "true");
        endpoint.ifPresent(
                uri -> {
                    env.put("AWS_ENDPOINT", uri.toString());
                    env.put("AWS_S3_FORCE_PATH_STYLE", "true");
                });
        region.ifPresent(r -> env.put("AWS_REGION", r));
        sse.ifPresent(s -> env.put("WALG_S3_SSE", s));
        kmsKey.ifPresent(k -> env.put("WALG_S3_SSE_KMS_ID", k));
        storageClass.ifPresent(c -> env.put("WALG_S3_STORAGE_CLASS", c));
        return env;
    }
}
