package io.matriarch.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the herd is made of.
 *
 * @param matriarch the executable that is the agent
 * @param java 17 or newer, for DynamoDB Local
 * @param dynamo the folder of DynamoDB Local's jars
 */
record Programs(Path matriarch, Path java, Path dynamo) {

    private static final int OLDEST_JAVA = 17;
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    static Programs find() throws Failed {
        Path matriarch =
                Optional.ofNullable(System.getProperty("matriarch.executable"))
                        .or(() -> ProcessHandle.current().info().command())
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .orElseThrow(
                                () -> new Failed("which file is this program? /proc must be there"))
                        .toAbsolutePath();
        Path dynamo = matriarch.resolveSibling("dynamodb-local");
        if (!Files.isDirectory(dynamo)) {
            throw new Failed(
                    "DynamoDB Local is not in %s; `make demo` puts it there".formatted(dynamo));
        }
        return new Programs(matriarch, findJava(), dynamo);
    }

    /** In a session of its own where that is possible: Ctrl-C is for us, and we end the others. */
    static List<String> apart(List<String> command) {
        if (!Files.isExecutable(SETSID)) {
            return command;
        }
        var whole = new ArrayList<String>();
        whole.add(SETSID.toString());
        whole.addAll(command);
        return whole;
    }

    private static Path findJava() throws Failed {
        return candidates()
                .filter(Files::isExecutable)
                .filter(Programs::isNewEnough)
                .findFirst()
                .orElseThrow(
                        () ->
                                new Failed(
                                        "DynamoDB Local needs Java %d or newer: set JAVA_HOME, or apt-get install default-jre-headless"
                                                .formatted(OLDEST_JAVA)));
    }

    private static Stream<Path> candidates() {
        return Stream.of(
                        Stream.ofNullable(System.getenv("MATRIARCH_JAVA")).map(Path::of),
                        Stream.ofNullable(System.getProperty("java.home")).map(Programs::inHome),
                        Stream.ofNullable(System.getenv("JAVA_HOME")).map(Programs::inHome),
                        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                                .filter(folder -> !folder.isEmpty())
                                .map(folder -> Path.of(folder, "java")),
                        installed())
                .flatMap(s -> s);
    }

    private static Path inHome(String home) {
        return Path.of(home, "bin", "java");
    }

    private static Stream<Path> installed() {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes
                    .sorted(Comparator.reverseOrder())
                    .map(home -> home.resolve("bin/java"))
                    .toList()
                    .stream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    /** A JDK tells its version in a file; one that does not is believed. */
    private static boolean isNewEnough(Path java) {
        try {
            Path home = java.toRealPath().resolveSibling("..").normalize();
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return !version.find() || Integer.parseInt(version.group(1)) >= OLDEST_JAVA;
        } catch (IOException _) {
            return true;
        }
    }
}
