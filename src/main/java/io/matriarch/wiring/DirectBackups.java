package io.matriarch.wiring;

import io.matriarch.api.dto.BackupDocument;
import io.matriarch.backup.BaseBackups;
import io.matriarch.cli.BackupReader;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.CommandConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The archive as a command reads it when no agent answers. */
final class DirectBackups implements BackupReader {

    private final String name;
    private final BackupEngine engine;
    private final BaseBackups backups;

    /**
     * @throws IllegalArgumentException when no archive is configured
     */
    DirectBackups(CommandConfig config) {
        AgentConfig.Backup archive = archive(config);
        name = archive.prefix();
        Path dataDir = dataDir(config);
        engine = BackupEngine.open(archive, dataDir);
        backups = engine.backups(runDir(dataDir));
    }

    static AgentConfig.Backup archive(CommandConfig config) {
        return config.backup()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no archive is configured: backup.s3-prefix names one"));
    }

    /** Only wal-g wants to know it, and no command that it runs from here looks into it. */
    static Path dataDir(CommandConfig config) {
        return config.dataDir().orElse(Path.of("/nonexistent"));
    }

    /** Where the agent has it; it is not made here. */
    static Path runDir(Path dataDir) {
        return dataDir.resolveSibling(dataDir.getFileName() + ".matriarch");
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
        engine.close();
    }
}
