package io.matriarch.postgres.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Writes all configuration files of a data directory. */
public final class Configuration {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private Configuration() {}

    /**
     * @param dataDir may still be elsewhere than the settings' own
     * @return what an operator should know
     */
    public static Optional<String> write(Path dataDir, Rendering r) throws IOException {
        WholeFile.write(dataDir.resolve("postgresql.conf"), PostgresqlConf.render(r));
        WholeFile.write(
                dataDir.resolve("pg_hba.conf"),
                HbaConf.render(
                        r.settings().replicationUser(),
                        r.settings().access().hba(),
                        r.commits().open()));
        WholeFile.write(
                dataDir.resolve("pg_ident.conf"), IdentConf.render(r.settings().access().ident()));
        return emptyAlterSystem(dataDir);
    }

    /** What ALTER SYSTEM left would differ from member to member and override the rendered file. */
    private static Optional<String> emptyAlterSystem(Path dataDir) throws IOException {
        Path file = dataDir.resolve("postgresql.auto.conf");
        String found = Files.exists(file) ? Files.readString(file) : "";
        boolean hasSettings =
                found.lines()
                        .map(String::strip)
                        .anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
        if (!hasSettings) {
            return Optional.empty();
        }
        String kept =
                "postgresql.auto.conf.aside-" + LocalDateTime.now(ZoneOffset.UTC).format(STAMP);
        WholeFile.write(dataDir.resolve(kept), found);
        WholeFile.write(file, "# Emptied by Matriarch. Use postgres.parameters.\n");
        return Optional.of(
                "settings of ALTER SYSTEM are not used: they are kept in "
                        + kept
                        + ", put them into postgres.parameters");
    }
}
