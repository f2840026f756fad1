package io.matriarch.agent;

import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.NotEnoughRoom;
import io.matriarch.backup.Progress;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes, proves and deletes base backups on this node; one work at a time. */
public final class BackupDuty {

    /** What the work does; its result is a line for an operator. */
    private interface Task {
        String run(Progress progress) throws IOException, InterruptedException;
    }

    static final String SKIPPED = "verifying a base backup is skipped: ";

    private static final System.Logger LOG = System.getLogger("matriarch");

    private final BaseBackups backups;
    private final Supplier<BackupPlan> plan;
    private final InstantSource wall;
    private final AtomicReference<@Nullable BackupWork> work = new AtomicReference<>();
    private volatile @Nullable Thread thread;
    private volatile List<BaseBackup> known = List.of();
    private volatile boolean listed;

    public BackupDuty(BaseBackups backups, BackupPlan plan, InstantSource wall) {
        this(backups, () -> plan, wall);
    }

    /**
     * @param plan may change; asked before each backup
     */
    public BackupDuty(BaseBackups backups, Supplier<BackupPlan> plan, InstantSource wall) {
        this.backups = backups;
        this.plan = plan;
        this.wall = wall;
    }

    public BaseBackups backups() {
        return backups;
    }

    BackupPlan plan() {
        return plan.get();
    }

    /** What goes on, or ended last on this node. */
    public Optional<BackupWork> work() {
        return Optional.ofNullable(work.get());
    }

    /**
     * Takes one now, whatever the schedule says.
     *
     * @return why not, or empty when it has begun
     */
    public Optional<String> take(boolean permanent) {
        return begin("taking a base backup", progress -> taken(permanent, progress));
    }

    /**
     * Proves one by restoring it beside the running server.
     *
     * @param name the newest when empty
     * @return why not, or empty when it has begun
     */
    public Optional<String> verify(Optional<String> name) {
        return begin("verifying a base backup", progress -> verified(name, progress));
    }

    /** As {@link #verify} of the newest; a node without room for it leaves it to another one. */
    Optional<String> verifyOnSchedule() {
        return begin(
                "verifying a base backup",
                progress -> {
                    try {
                        return verified(Optional.empty(), progress);
                    } catch (NotEnoughRoom e) {
                        return SKIPPED + e.getMessage();
                    } finally {
                        var _ = list();
                    }
                });
    }

    public BaseBackups.Deleted delete(String name) throws IOException {
        return backups.delete(name);
    }

    /** Ends what goes on; it leaves nothing behind. */
    public void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private String taken(boolean permanent, Progress progress)
            throws IOException, InterruptedException {
        Optional<String> other = backups.underWay();
        if (other.isPresent()) {
            throw new IOException(other.get() + " is being taken already");
        }
        var order = new BaseBackups.Order(permanent, plan().rate(), plan().leader());
        String name = backups.take(plan().source(), order, progress);
        BaseBackups.Deleted deleted = backups.thinOut(plan().retention());
        return name
                + " is stored"
                + (deleted.backups().isEmpty()
                        ? ""
                        : "; retention deleted %s and %d files of the log"
                                .formatted(
                                        String.join(", ", deleted.backups()), deleted.segments()));
    }

    private String verified(Optional<String> name, Progress progress)
            throws IOException, InterruptedException {
        String which =
                name.isPresent()
                        ? name.get()
                        : backups.list().stream()
                                .max(Comparator.comparing(BaseBackup::stored))
                                .map(BaseBackup::name)
                                .orElseThrow(
                                        () -> new IOException("there is no base backup to verify"));
        BaseBackup.Proof proof = backups.verify(which, plan().proving(), progress);
        return "%s is proven: restored and checked in %.1f s (%s)"
                .formatted(which, proof.millis() / 1000.0, proof.checks());
    }

    private synchronized Optional<String> begin(String what, Task task) {
        BackupWork now = work.get();
        if (now != null && now.running()) {
            return Optional.of("this node is busy: " + now.what());
        }
        var begun = new BackupWork(what, wall.instant(), new Progress(), Optional.empty());
        work.set(begun);
        thread =
                Thread.ofPlatform().name("matriarch-backup").daemon().start(() -> run(begun, task));
        return Optional.empty();
    }

    private void run(BackupWork begun, Task task) {
        LOG.log(System.Logger.Level.INFO, begun.what());
        try {
            String line = task.run(begun.progress());
            refresh();
            end(begun, true, with(line, begun.progress().remarks()));
        } catch (InterruptedException _) {
            end(begun, false, begun.what() + " was interrupted");
        } catch (IOException | RuntimeException e) {
            end(begun, false, begun.what() + " failed: " + line(e));
        }
    }

    private static String with(String line, List<String> remarks) {
        return remarks.isEmpty() ? line : line + "; but " + String.join("; ", remarks);
    }

    private void end(BackupWork begun, boolean well, String line) {
        LOG.log(well ? System.Logger.Level.INFO : System.Logger.Level.WARNING, line);
        work.set(begun.ended(wall.instant(), well, line));
    }

    private static String line(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse("");
    }

    /** The newest first. */
    public List<BaseBackup> list() throws IOException {
        List<BaseBackup> found = backups.list().reversed();
        known = found;
        listed = true;
        return found;
    }

    /** As {@link #list} said last; empty before. */
    public List<BaseBackup> known() {
        return known;
    }

    /** Whether {@link #known} says anything yet. */
    public boolean listed() {
        return listed;
    }

    void refresh() {
        try {
            var _ = list();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the backups cannot be listed", e);
        }
    }

    Instant now() {
        return wall.instant();
    }
}
