package io.matriarch.postgres.files;

import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.PostgresSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the configuration files are rendered from.
 *
 * @param major version of the server, 14 to 18
 * @param upstream whom a standby streams from; none on a primary
 * @param commits what they wait for, and whether clients may log in
 * @param passfile libpq's password file, for streaming
 * @param socketDirectories as in {@code unix_socket_directories}; empty for none
 * @param strangers how many names that nobody has stand before the members', when nothing is to be
 *     acknowledged
 * @param least values below which a standby must not start
 */
public record Rendering(
        PostgresSettings settings,
        int major,
        Optional<Upstream> upstream,
        SyncWait commits,
        Path passfile,
        String socketDirectories,
        int strangers,
        Map<String, Integer> least) {

    /** Commits wait for members only. */
    public Rendering(
            PostgresSettings settings,
            int major,
            Optional<Upstream> upstream,
            SyncWait commits,
            Path passfile,
            String socketDirectories) {
        this(settings, major, upstream, commits, passfile, socketDirectories, 1, Map.of());
    }

    /** The same under other rules of access. */
    public Rendering withHba(List<String> lines) {
        PostgresSettings other =
                settings.with(
                        settings.parameters(),
                        settings.access().withHba(lines),
                        settings.replication());
        return new Rendering(
                other, major, upstream, commits, passfile, socketDirectories, strangers, least);
    }

    /** The same, with values below which none of these settings may be. */
    public Rendering atLeast(Map<String, Integer> values) {
        return new Rendering(
                settings, major, upstream, commits, passfile, socketDirectories, strangers, values);
    }
}
