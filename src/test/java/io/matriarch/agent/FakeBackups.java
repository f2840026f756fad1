package io.matriarch.agent;

import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.Reach;
import io.matriarch.backup.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An archive whose list a test sets; it remembers what was to be proven. */
final class FakeBackups implements BaseBackups {

    volatile List<BaseBackup> list = List.of();
    volatile @Nullable IOException verifyFails;
    List<String> remarks = List.of();
    volatile @Nullable IOException takeFails;
    volatile @Nullable RuntimeException newestFails;
    volatile Optional<String> underWay = Optional.empty();
    final List<String> taken = new ArrayList<>();
    final List<String> verified = new ArrayList<>();

    @Override
    public List<BaseBackup> list() {
        return list;
    }

    @Override
    public Optional<Instant> newest() {
        RuntimeException fails = newestFails;
        if (fails != null) {
            throw fails;
        }
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getLast().stored());
    }

    @Override
    public Reach reach() {
        return new Reach(list, Optional.empty());
    }

    @Override
    public boolean isEmpty() {
        return list.isEmpty();
    }

    @Override
    public Optional<String> underWay() {
        return underWay;
    }

    @Override
    public String take(BackupSource source, Order order, Progress progress) throws IOException {
        taken.add(source.host());
        remarks.forEach(progress::remark);
        IOException fails = takeFails;
        if (fails != null) {
            throw fails;
        }
        return "base_" + taken.size();
    }

    @Override
    public void restore(String name, Path dataDir, Optional<Path> spaces, Progress progress) {}

    @Override
    public BaseBackup.Proof verify(String name, Proving proving, Progress progress)
            throws IOException {
        verified.add(name);
        IOException fails = verifyFails;
        if (fails != null) {
            throw fails;
        }
        return new BaseBackup.Proof(Instant.EPOCH, 1000, "everything");
    }

    @Override
    public Deleted delete(String name) {
        return new Deleted(List.of(), 0);
    }

    @Override
    public Deleted thinOut(Retention retention) {
        return new Deleted(List.of(), 0);
    }
}
