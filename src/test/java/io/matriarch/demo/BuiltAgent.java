package io.matriarch.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The agent as this build packed it, to be run as a process of its own. */
final class BuiltAgent {

    /** Tests with this tag are {@code make herd-test}, and take no time of {@code make test}. */
    static final String LONG = "long";

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Path DYNAMO = Path.of("target/dynamodb-local").toAbsolutePath();

    private BuiltAgent() {}

    /**
     * @param folder where a launcher may be written
     */
    static Programs programs(Path folder) throws IOException {
        if (!Files.exists(JAR) || !Files.isDirectory(DYNAMO)) {
            throw new IOException(
                    "neither %s nor %s may be missing: `make test` builds the one and fetches the other"
                            .formatted(JAR, DYNAMO));
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path launcher = folder.resolve("matriarch");
        Files.writeString(
                launcher,
                """
                #!/bin/sh
                exec '%s' -Xms32m -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --add-opens java.base/java.lang=ALL-UNNAMED \\
                    --add-opens java.base/java.nio=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -cp '%s' io.matriarch.Main "$@"
                """
                        .formatted(java, JAR));
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + launcher + " a program");
        }
        return new Programs(launcher, java, DYNAMO);
    }
}
