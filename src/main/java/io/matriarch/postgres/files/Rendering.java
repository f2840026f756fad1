package io.matriarch.postgres.files;

import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.PostgresSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that the configuration files are rendered from.
 *
 * @param major version of the server, 14 to 18
 * @param upstream whom a standby streams from; none on a primary
 * @param commits what they wait for, and whether clients may log in
 * @param passfile libpq's password file, for streaming
 * @param socketDirectories as in {@code unix_socket_directories}; empty for none
 */
public record Rendering(
        PostgresSettings settings,
        int major,
        Optional<Upstream> upstream,
        SyncWait commits,
        Path passfile,
        String socketDirectories) {}
