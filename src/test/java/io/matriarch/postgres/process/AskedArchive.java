package io.matriarch.postgres.process;

import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.cluster.ArchiveView;
import io.matriarch.postgres.ArchivedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Always from the archive, however small the database is. */
final class AskedArchive implements ArchivedData {

    private final BaseBackups backups;
    Optional<Map<String, String>> asked = Optional.empty();

    AskedArchive(BaseBackups backups) {
        this.backups = backups;
    }

    @Override
    public String replica(Path fresh, Optional<Source> source)
            throws IOException, InterruptedException {
        String name = backups.list().getLast().name();
        backups.restore(name, fresh, Optional.empty(), new Progress());
        return "restored " + name;
    }

    @Override
    public Optional<Map<String, String>> asked() {
        return asked;
    }

    @Override
    public String unpackAsked(Path fresh) throws IOException, InterruptedException {
        return replica(fresh, Optional.empty());
    }

    @Override
    public void carriedOut() {
        asked = Optional.empty();
    }

    @Override
    public Optional<ArchiveView> others() {
        return Optional.empty();
    }
}
