package io.matriarch.backup.door;

import io.matriarch.testing.BuiltProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who asks the agent. */
enum WalClient {
    JAVA {
        @Override
        int run(Path here, OutputStream said, List<String> args) {
            return new WalCommand(here, new PrintStream(said)).answer(args.toArray(String[]::new));
        }
    },
    C {
        @Override
        int run(Path here, OutputStream said, List<String> args) {
            try {
                Path folder = Files.createTempDirectory("wal-client");
                Path program = BuiltProgram.in(folder);
                var command = new ArrayList<>(List.of(program.toString()));
                command.addAll(args);
                Process process = new ProcessBuilder(command).directory(here.toFile()).start();
                process.getErrorStream().transferTo(said);
                int exit = process.onExit().join().exitValue();
                Files.delete(program);
                Files.delete(folder);
                return exit;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    /**
     * @param here the current directory
     * @param said what goes to standard error
     */
    abstract int run(Path here, OutputStream said, List<String> args);
}
