package io.matriarch.agent;

import io.matriarch.backup.BaseBackup;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has a base backup taken when one is due, and the newest one proven. All nodes look, and each
 * knows its turn; what they go by is in the archive and in the store, so that neither a failover
 * nor a restart changes it.
 */
public final class BackupSchedule {

    private static final Duration LOOK = Duration.ofMinutes(1);

    /** For the first one, as long as it may be on its way. */
    private static final Duration FIRST_LOOKS = Duration.ofSeconds(3);

    private static final Duration FIRST = Duration.ofMinutes(5);

    /** A node that has no room, or failed, tries again so much later. */
    private static final Duration REST = Duration.ofHours(1);

    /** A list reads an object for each backup: seldom enough to cost nothing. */
    private static final int LIST_EACH = 10;

    private final BackupDuty duty;
    private final Supplier<Snapshot> snapshot;
    private final Consumer<Optional<String>> tell;
    private final Instant begun;
    private Optional<Instant> tried = Optional.empty();
    private Optional<Instant> triedProof = Optional.empty();
    private Optional<Instant> scheduled = Optional.empty();
    private String trouble = "";
    private boolean news;

    /**
     * @param tell takes in what an operator should know, every minute; empty when all is well
     */
    public BackupSchedule(
            BackupDuty duty, Supplier<Snapshot> snapshot, Consumer<Optional<String>> tell) {
        this.duty = duty;
        this.snapshot = snapshot;
        this.tell = tell;
        this.begun = duty.now();
    }

    /** On a thread of its own, until it is interrupted. */
    public void run() {
        try {
            for (int i = 0; ; i++) {
                step(i % LIST_EACH == 0);
                Thread.sleep(awaitsTheFirst() ? FIRST_LOOKS : LOOK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is not foreseen must not end the schedule: it is said, and looked at again. */
    void step(boolean list) {
        try {
            if (list || awaitsTheFirst() || news) {
                duty.refresh();
            }
            boolean _ = look() || lookAtProof();
            tell.accept(trouble());
        } catch (RuntimeException e) {
            warn("the schedule of base backups failed: " + e);
            tell.accept(Optional.of(trouble));
        }
    }

    private void warn(String line) {
        if (!line.equals(trouble)) {
            System.getLogger("matriarch").log(System.Logger.Level.WARNING, line);
        }
        trouble = line;
    }

    /**
     * @return true when a backup was begun
     */
    boolean look() {
        Optional<Duration> every = duty.plan().every();
        Snapshot now = snapshot.get();
        if (every.isEmpty() || now.stopping() || now.me().isLeaving()) {
            return false;
        }
        try {
            Optional<Instant> newest = duty.backups().newest();
            news = isNews(newest);
            trouble = "";
            // The first one is wanted as soon as there is somebody to take it.
            Instant due = newest.map(at -> at.plus(every.get())).orElse(begun);
            Optional<Instant> turn = new BackupTurn(due, streaming(now), leads(now)).of(now.self());
            Instant at = duty.now();
            boolean rested = tried.isEmpty() || !at.isBefore(tried.get().plus(BackupTurn.STEP));
            if (turn.isEmpty()
                    || stepsIn(turn.get(), due)
                    || at.isBefore(turn.get())
                    || !rested
                    || duty.backups().underWay().isPresent()) {
                return false;
            }
            tried = Optional.of(at);
            return began(duty.take(false));
        } catch (IOException e) {
            warn("the backups cannot be looked at: " + e.getMessage());
            return false;
        }
    }

    private boolean awaitsTheFirst() {
        return duty.plan().every().isPresent()
                && duty.known().isEmpty()
                && duty.now().isBefore(begun.plus(FIRST));
    }

    /** Another node may have stored one, or deleted it. */
    private boolean isNews(Optional<Instant> newest) {
        return !newest.equals(
                duty.known().stream().map(BaseBackup::stored).max(Comparator.naturalOrder()));
    }

    /**
     * A replica does it, never the leader: it costs processors and disk for a while.
     *
     * @return true when the newest backup is being proven from now on
     */
    boolean lookAtProof() {
        Optional<Duration> every = duty.plan().proveEvery();
        Snapshot now = snapshot.get();
        Optional<Instant> newest = newest().map(BaseBackup::stored);
        if (every.isEmpty() || newest.isEmpty() || now.stopping()) {
            return false;
        }
        Instant due =
                duty.known().stream()
                        .flatMap(b -> b.lookedAt().stream())
                        .max(Comparator.naturalOrder())
                        .map(at -> at.plus(every.get()))
                        .orElse(newest.get());
        Optional<Instant> turn = new BackupTurn(due, streaming(now), false).of(now.self());
        Instant at = duty.now();
        boolean rested = triedProof.isEmpty() || !at.isBefore(triedProof.get().plus(REST));
        if (turn.isEmpty() || stepsIn(turn.get(), due) || at.isBefore(turn.get()) || !rested) {
            return false;
        }
        triedProof = Optional.of(at);
        // Somebody else may have begun since the last list.
        duty.refresh();
        return lookedAtSince(due.minus(every.get())) ? false : began(duty.verifyOnSchedule());
    }

    /** For one that is late, or does it right now: who cannot see which, keeps off. */
    private boolean stepsIn(Instant turn, Instant due) {
        return turn.isAfter(due) && !duty.backups().tellsUnderWay();
    }

    private boolean lookedAtSince(Instant before) {
        return duty.known().stream()
                .flatMap(b -> b.lookedAt().stream())
                .anyMatch(at -> at.isAfter(before));
    }

    private Optional<BaseBackup> newest() {
        return duty.known().stream().max(Comparator.comparing(BaseBackup::stored));
    }

    private boolean began(Optional<String> refusal) {
        if (refusal.isEmpty()) {
            scheduled = duty.work().map(BackupWork::begun);
        }
        return refusal.isEmpty();
    }

    /**
     * What went wrong on schedule here, or hides what there is; and on the leader, that the newest
     * one is not whole.
     */
    Optional<String> trouble() {
        Optional<String> own =
                duty.work()
                        .filter(w -> scheduled.equals(Optional.of(w.begun())))
                        .flatMap(BackupWork::outcome)
                        .filter(o -> !o.well() || o.line().startsWith(BackupDuty.SKIPPED))
                        .map(BackupWork.Outcome::line);
        return own.or(() -> Optional.of(trouble).filter(line -> !line.isEmpty()))
                .or(() -> leads(snapshot.get()) ? unproven() : Optional.empty());
    }

    private Optional<String> unproven() {
        Optional<BaseBackup> newest = newest();
        Optional<BaseBackup.Attempt> attempt = newest.flatMap(BaseBackup::attempt);
        return attempt.flatMap(BaseBackup.Attempt::failure)
                .map(
                        why ->
                                "%s could not be restored on %s: %s"
                                        .formatted(
                                                newest.orElseThrow().name(),
                                                attempt.orElseThrow().host(),
                                                why));
    }

    private static boolean leads(Snapshot now) {
        return now.postgres().seen().orElse(null) instanceof PostgresView.Primary;
    }

    /** This node knows itself best; the others say of themselves in the store. */
    private static List<NodeName> streaming(Snapshot now) {
        List<NodeName> found = new ArrayList<>();
        if (now.postgres().seen().orElse(null) instanceof PostgresView.Standby s && s.streaming()) {
            found.add(now.self());
        }
        Map<NodeName, Member> members = now.store().map(ClusterView::members).orElse(Map.of());
        members.values().stream()
                .filter(m -> !m.name().equals(now.self()) && m.state().equals("streaming"))
                .filter(m -> !m.isLeaving())
                .forEach(m -> found.add(m.name()));
        return found;
    }
}
