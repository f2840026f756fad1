package io.matriarch.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens the store that a configuration names. */
@FunctionalInterface
public interface StoreReaderFactory {

    /**
     * @param config the file; empty when variables say it all
     * @param env the {@code MATRIARCH_*} variables among others
     * @throws IllegalArgumentException one line that says what is wrong with the configuration
     */
    StoreReader open(Optional<Path> config, Map<String, String> env);

    /**
     * Opens the archive of base backups.
     *
     * @throws IllegalArgumentException as {@link #open}, and when no archive is configured
     */
    default BackupReader backups(Optional<Path> config, Map<String, String> env) {
        throw new IllegalArgumentException("this program cannot read the archive");
    }
}
