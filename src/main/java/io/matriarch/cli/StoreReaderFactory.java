package io.matriarch.cli;

import io.matriarch.config.Machine;
import java.io.IOException;
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

    /**
     * Checks a restore and leaves it for this node's agent.
     *
     * @return what will happen
     * @throws IllegalArgumentException one line that says what is wrong with the configuration
     * @throws IOException one line why it cannot be
     */
    default String restore(Optional<Path> config, Map<String, String> env, RestoreOrder order)
            throws IOException {
        throw new IllegalArgumentException("this program cannot restore");
    }

    /**
     * Runs SQL on one server.
     *
     * @throws java.net.ConnectException one line why no session could be had: nothing was run
     * @throws IOException one line why it could not be
     */
    default QueryAnswer query(Question question) throws IOException {
        throw new IOException("this program cannot reach a server");
    }

    /**
     * Looks whether {@link #remove} would be done, which takes as long as the lease's ttl.
     *
     * @return what it would do
     * @throws IllegalArgumentException one line that says what is wrong with the configuration
     * @throws IOException one line why it would not be, such as that somebody holds the lease
     */
    default String tryRemoval(Optional<Path> config, Map<String, String> env) throws IOException {
        throw new IllegalArgumentException("this program cannot read the store");
    }

    /**
     * Deletes the cluster's items from the table.
     *
     * @return what was done
     * @throws IllegalArgumentException one line that says what is wrong with the configuration
     * @throws IOException one line why it was not, such as that somebody holds the lease
     */
    default String remove(Optional<Path> config, Map<String, String> env) throws IOException {
        throw new IllegalArgumentException("this program cannot write to the store");
    }

    /**
     * Takes one member off the list.
     *
     * @return what was done
     * @throws IllegalArgumentException one line that says what is wrong with the configuration
     * @throws IOException one line why it was not, such as that commits wait for it
     */
    default String removeMember(Optional<Path> config, Map<String, String> env, String name)
            throws IOException {
        throw new IllegalArgumentException("this program cannot write to the store");
    }

    /**
     * Sets new passwords, or a new token.
     *
     * @param only {@code superuser}, {@code replication} or {@code token}; both passwords when
     *     empty
     * @return what was done
     * @throws IllegalArgumentException one line that says what is wrong with the configuration
     * @throws IOException one line why it cannot be
     */
    default String rotate(Optional<Path> config, Map<String, String> env, Optional<String> only)
            throws IOException {
        throw new IllegalArgumentException("this program cannot change passwords");
    }

    /** The machine that a command runs on, whose tags say what its configuration does not. */
    default Machine machine(Map<String, String> env) {
        return Machine.linux(env);
    }
}
