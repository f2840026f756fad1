package io.matriarch.cli;

import io.matriarch.api.dto.BackupDocument;
import java.io.IOException;
import java.util.List;

/** The base backups themselves, for when no agent answers. */
public interface BackupReader extends AutoCloseable {

    /** Where they are: {@code s3://bucket/path}. */
    String name();

    /** The newest first. */
    List<BackupDocument> list() throws IOException;

    /** Deletes one, and says what was deleted. */
    String delete(String backup) throws IOException;

    @Override
    void close();
}
