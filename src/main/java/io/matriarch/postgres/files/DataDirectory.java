package io.matriarch.postgres.files;

import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;

/** The data directory as a whole: what lies there, and moving it. It is never deleted (S14). */
public record DataDirectory(Path path) {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** What lies there. */
    public sealed interface Content {
        record Nothing() implements Content {}

        record Cluster(String major) implements Content {}

        record Foreign(String why) implements Content {}
    }

    public Content content() {
        try {
            if (!Files.exists(path)) {
                return new Content.Nothing();
            }
            if (!Files.isDirectory(path)) {
                return new Content.Foreign(path + " is no directory");
            }
            Path version = path.resolve("PG_VERSION");
            if (Files.exists(version)) {
                return new Content.Cluster(Files.readString(version).strip());
            }
            try (var entries = Files.list(path)) {
                return entries.findAny().isEmpty()
                        ? new Content.Nothing()
                        : new Content.Foreign(
                                path
                                        + " holds files but no PG_VERSION: it is no data directory"
                                        + " of PostgreSQL, and is left alone");
            }
        } catch (AccessDeniedException _) {
            return new Content.Foreign("no permission to read " + path);
        } catch (IOException e) {
            return new Content.Foreign("cannot read " + path + ": " + e.getMessage());
        }
    }

    public boolean isCluster() {
        return content() instanceof Content.Cluster;
    }

    /** Whom the written configuration follows. */
    public Optional<Upstream> upstream() {
        try {
            return PostgresqlConf.upstream(Files.readString(path.resolve("postgresql.conf")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** What commits wait for by the written configuration. */
    public SyncWait syncWait() throws IOException {
        Path conf = path.resolve("postgresql.conf");
        return Files.exists(conf) ? PostgresqlConf.wait(Files.readString(conf)) : SyncWait.NONE;
    }

    public boolean standbySignal() {
        return Files.exists(path.resolve("standby.signal"));
    }

    /** Written before the server starts: without it a directory would start as a primary. */
    public void becomeStandby() throws IOException {
        WholeFile.write(path.resolve("standby.signal"), "");
    }

    public void becomePrimary() throws IOException {
        WholeFile.remove(path.resolve("standby.signal"));
        WholeFile.remove(path.resolve("recovery.signal"));
        WholeFile.remove(path.resolve("promote"));
    }

    /**
     * Lies beside the directory while pg_rewind changes it: interrupted, it leaves a directory that
     * looks whole and is not. Inside it pg_rewind would remove the mark.
     */
    public Path rewindMark() throws IOException {
        return sibling(".rewinding");
    }

    /** Where a new directory is built; what an interrupted build left there is removed. */
    public DataDirectory prepareSibling() throws IOException {
        Path sibling = sibling(".matriarch-new");
        Files.createDirectories(Objects.requireNonNull(sibling.getParent()));
        FolderTree.remove(sibling);
        return new DataDirectory(sibling);
    }

    /**
     * Puts {@code fresh} into this place.
     *
     * @return where the former directory is now
     */
    public Optional<Path> replaceBy(DataDirectory fresh) throws IOException {
        Path place = real();
        Optional<Path> aside = Optional.empty();
        if (!(content() instanceof Content.Nothing)) {
            aside =
                    Optional.of(
                            freeName(".aside-" + LocalDateTime.now(ZoneOffset.UTC).format(STAMP)));
            Files.move(place, aside.get());
        } else {
            Files.deleteIfExists(place);
        }
        Files.move(fresh.path(), place);
        WholeFile.syncDirectory(Objects.requireNonNull(place.getParent()));
        WholeFile.remove(rewindMark());
        return aside;
    }

    /** Why this directory could not be replaced, known before the long work. */
    public Optional<String> irreplaceable() {
        try {
            Path parent = Objects.requireNonNull(real().getParent());
            if (Files.exists(path)
                    && !Files.getAttribute(real(), "unix:dev")
                            .equals(Files.getAttribute(parent, "unix:dev"))) {
                return Optional.of(
                        path
                                + " is a mount point and cannot be replaced: set postgres.data-dir"
                                + " to a directory below it");
            }
            Files.createDirectories(parent);
            return Files.isWritable(parent)
                    ? Optional.empty()
                    : Optional.of("no permission to make directories in " + parent);
        } catch (IOException e) {
            return Optional.of("cannot use " + path + ": " + e.getMessage());
        }
    }

    private Path freeName(String suffix) throws IOException {
        Path name = sibling(suffix);
        for (int i = 2; Files.exists(name); i++) {
            name = sibling(suffix + "-" + i);
        }
        return name;
    }

    private Path sibling(String suffix) throws IOException {
        Path place = real();
        return place.resolveSibling(place.getFileName() + suffix);
    }

    private Path real() throws IOException {
        return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    }
}
