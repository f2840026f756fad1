package io.matriarch.postgres.process;

import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.files.PgPass;
import io.matriarch.postgres.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Passwords: from the operator's files into one that libpq reads, and nowhere else. */
record Credentials(PostgresSettings settings) {

    Path passfile() {
        return settings.runDir().resolve("pgpass");
    }

    /** Written anew before each use, since a password may have changed. */
    void writePassfile() throws JobFailure {
        var text = new StringBuilder();
        text.append(PgPass.line(PostgresSettings.SUPERUSER, superuser()));
        Optional<String> replication = replication();
        if (replication.isPresent()) {
            text.append(PgPass.line(settings.replicationUser(), replication.get()));
        }
        try {
            Files.createDirectories(settings.runDir());
            WholeFile.write(passfile(), text.toString());
        } catch (IOException e) {
            throw new JobFailure("cannot write " + passfile() + ": " + JobFailure.words(e));
        }
    }

    String superuser() throws JobFailure {
        return firstLine("postgres.superuser-password-file", settings.superuserPasswordFile());
    }

    Optional<String> replication() throws JobFailure {
        Optional<Path> file = settings.replicationPasswordFile();
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(firstLine("postgres.replication-password-file", file.get()));
    }

    private static String firstLine(String key, Path file) throws JobFailure {
        try {
            String line = Files.readString(file).lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw new JobFailure(key + ": the first line of " + file + " must be a password");
            }
            return line;
        } catch (IOException e) {
            throw new JobFailure(key + ": cannot read it: " + JobFailure.words(e));
        }
    }
}
