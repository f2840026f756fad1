package io.matriarch.wiring;

import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Fetched;
import io.matriarch.backup.WalArchive;
import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Timeline;
import io.matriarch.config.AgentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The archive of the cluster that this one follows: read, and never written. Which one that is, a
 * file beside the data directory keeps for the agent's next run, until a member of this cluster has
 * begun to take writes.
 */
final class OthersArchive implements AutoCloseable {

    private final System.Logger log = System.getLogger("matriarch");
    private final Optional<AgentConfig.Backup> own;
    private final Supplier<Optional<StandbyOf>> fed;
    private final Path dataDir;
    private final Path runDir;
    private final Supplier<Moment> clock;
    private @Nullable Open open;

    /** One prefix, for as long as it is the one. */
    private record Open(String prefix, BackupEngine engine, WalArchive log, FetchedLog fetched) {}

    /**
     * @param own how this node reaches its own archive: the other one is reached in the same way
     * @param fed whose archive the log comes from now
     */
    OthersArchive(
            Optional<AgentConfig.Backup> own,
            Supplier<Optional<StandbyOf>> fed,
            Path dataDir,
            Path runDir,
            Supplier<Moment> clock) {
        this.own = own;
        this.fed = fed;
        this.dataDir = dataDir;
        this.runDir = runDir;
        this.clock = clock;
    }

    /** What an earlier run took its log from, and may not have replayed to the end. */
    static Optional<StandbyOf> earlier(Path runDir) throws IOException {
        Path file = file(runDir);
        return Files.exists(file)
                ? Optional.of(new StandbyOf(List.of(), "", Files.readString(file).strip()))
                : Optional.empty();
    }

    private static Path file(Path runDir) {
        return runDir.resolve("followed-archive");
    }

    /** How it fares with PostgreSQL's questions; empty while the log comes from nobody else. */
    Optional<ArchiveView> view() {
        Optional<StandbyOf> other = fed.get();
        if (other.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> problem = OthersFit.problem(own, other.get());
        return Optional.of(
                problem.isPresent()
                        ? new ArchiveView(
                                ArchiveView.State.TROUBLE, problem.get(), Timeline.NONE, List.of())
                        : current()
                                .map(o -> o.fetched().view(clock.get()))
                                .orElse(ArchiveView.UNASKED));
    }

    /** Its base backups; empty while the log comes from nobody else. */
    Optional<BaseBackups> backups() {
        return current().map(o -> o.engine().backups(runDir));
    }

    /** Has the agent's next run know of it, or not any more. */
    void keep() {
        var _ = current();
    }

    /** This cluster's own archive, with that one before it. */
    WalArchive before(WalArchive archive) {
        return new OthersFirst(archive, this);
    }

    /** Empty when there is no other archive to ask. */
    Optional<Fetched> fetch(String name, Path target, Duration within, WalArchive archive) {
        return current()
                .map(
                        o -> {
                            Fetched end = o.log().fetch(name, target, within);
                            // What it was before it followed, only its own archive may have; which
                            // timeline is the newest, the other one says.
                            if (end instanceof Fetched.Absent && FetchedLog.isSegment(name)) {
                                end = archive.fetch(name, target, within);
                            }
                            o.fetched().saw(name, target, end, clock.get());
                            return end;
                        });
    }

    private synchronized Optional<Open> current() {
        Optional<String> wanted =
                fed.get().filter(o -> OthersFit.problem(own, o).isEmpty()).map(StandbyOf::archive);
        if (open != null && !wanted.equals(Optional.of(open.prefix()))) {
            closeCurrent();
        }
        try {
            if (wanted.isEmpty()) {
                Files.deleteIfExists(file(runDir));
                return Optional.empty();
            }
            if (open == null) {
                Files.writeString(file(runDir), wanted.get());
                BackupEngine engine =
                        BackupEngine.others(own.orElseThrow().read(wanted.get()), dataDir);
                open =
                        new Open(
                                wanted.get(),
                                engine,
                                engine.othersLog(runDir.resolve("other")),
                                new FetchedLog());
            }
            return Optional.of(open);
        } catch (IOException | IllegalArgumentException e) {
            log.log(
                    System.Logger.Level.WARNING,
                    "the other cluster's archive at %s cannot be read: %s"
                            .formatted(wanted.orElse(""), e.getMessage()));
            return Optional.empty();
        }
    }

    private void closeCurrent() {
        Open last = open;
        if (last != null) {
            last.log().close();
            last.engine().close();
            open = null;
        }
    }

    @Override
    public synchronized void close() {
        closeCurrent();
    }
}
