package io.matriarch.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads from a configuration which agent to talk to, or says what is wrong with it. */
@FunctionalInterface
interface TargetReader {
    Target read(Optional<Path> config, Map<String, String> env) throws Failure;
}
