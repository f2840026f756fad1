package io.matriarch.wiring;

import io.matriarch.backup.Fetched;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import java.nio.file.Path;
import java.time.Duration;

/** Fetches from the archive of the cluster that is followed first, and ships to this one's own. */
record OthersFirst(WalArchive own, OthersArchive others) implements WalArchive {

    @Override
    public Shipped ship(Path file) {
        return own.ship(file);
    }

    @Override
    public Shipped fillGaps(Path walFolder) {
        return own.fillGaps(walFolder);
    }

    @Override
    public Fetched fetch(String name, Path target, Duration within) {
        return others.fetch(name, target, within, own)
                .orElseGet(() -> own.fetch(name, target, within));
    }

    @Override
    public void close() {
        own.close();
    }
}
