package io.matriarch.wiring;

import io.matriarch.api.dto.BackupDocument;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.cli.BackupReader;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.CommandConfig;
import java.io.IOException;
import java.util.List;

/** The archive as a command reads it when no agent answers. */
final class DirectBackups implements BackupReader {

    private final String name;
    private final ObjectStore store;
    private final BaseBackups backups;

    /**
     * @throws IllegalArgumentException when no archive is configured that is read from here
     */
    DirectBackups(CommandConfig config) {
        AgentConfig.Backup archive = archive(config);
        name = archive.prefix();
        store = WalArchiving.objects(archive);
        backups = BackupParts.backups(archive, store);
    }

    static AgentConfig.Backup archive(CommandConfig config) {
        AgentConfig.Backup archive =
                config.backup()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no archive is configured: backup.s3-prefix names one"));
        if (archive.engine() != AgentConfig.Engine.S3) {
            throw new IllegalArgumentException(
                    "the archive is wal-g's (backup.engine): ask that program");
        }
        return archive;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<BackupDocument> list() throws IOException {
        return backups.list().reversed().stream().map(BackupDocument::of).toList();
    }

    @Override
    public String delete(String backup) throws IOException {
        return "%s is deleted, and %d files of the log"
                .formatted(backup, backups.delete(backup).segments());
    }

    @Override
    public void close() {
        store.close();
    }
}
