package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL's programs.
 *
 * @param scratch where they leave what they say
 */
record Tool(Path binDir, Path scratch) {

    record Said(int status, String text) {

        /** The last line that says something. */
        String lastWords() {
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((_, last) -> last)
                    .orElse("exit status " + status);
        }
    }

    boolean has(String program) {
        return Files.isExecutable(binDir.resolve(program));
    }

    /** Runs to the end; an interrupt kills it. */
    Said run(String program, List<String> arguments) throws IOException, InterruptedException {
        Path said = Files.createTempFile(scratch, program, ".out");
        try {
            Process process =
                    builder(program, arguments, Map.of())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            try {
                int status = process.waitFor();
                return new Said(status, Files.readString(said, StandardCharsets.ISO_8859_1));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(said);
        }
    }

    /** As {@link #run}, for one that must succeed. */
    Said succeed(String program, List<String> arguments) throws IOException, InterruptedException {
        Said said = run(program, arguments);
        if (said.status() != 0) {
            throw new BackupFailure(program + " failed: " + said.lastWords());
        }
        return said;
    }

    ProcessBuilder builder(String program, List<String> arguments, Map<String, String> environment)
            throws BackupFailure {
        Path path = binDir.resolve(program);
        if (!Files.isExecutable(path)) {
            throw new BackupFailure(
                    "%s is missing: it belongs to PostgreSQL's packages".formatted(path));
        }
        var command = new ArrayList<String>();
        command.add(path.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        builder.redirectInput(Path.of("/dev/null").toFile());
        return builder;
    }
}
