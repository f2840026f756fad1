package io.matriarch.config;

import java.nio.file.Path;
import java.util.Optional;

/** What the machine itself answers where a key is not set. */
interface Machine {

    String hostName();

    /** The programs of the newest PostgreSQL. */
    Optional<Path> binDir();

    /** An address at which others may reach this machine. */
    Optional<String> address();
}
