package io.matriarch.wiring;

import io.matriarch.backup.door.WalCommand;
import io.matriarch.postgres.PostgresSettings;
import java.nio.file.Path;
import java.util.Optional;

/** The commands that PostgreSQL runs for its log: this very program, as a client of the agent. */
final class WalCommands {

    private static final String LAUNCHER = "matriarch.executable";

    private WalCommands() {}

    static PostgresSettings.Archiving of(Path socket) {
        String program = quoted(executable());
        String door = " --socket " + quoted(socket.toString());
        return new PostgresSettings.Archiving(
                program + " " + WalCommand.PUSH + door + " \"%p\"",
                program + " " + WalCommand.FETCH + door + " \"%f\" \"%p\"");
    }

    /** The launcher on the JVM, this process's own file as a native binary. */
    private static String executable() {
        return Optional.ofNullable(System.getProperty(LAUNCHER))
                .or(() -> ProcessHandle.current().info().command().filter(c -> !isJava(c)))
                .orElse("matriarch");
    }

    private static boolean isJava(String command) {
        return Path.of(command).endsWith("java");
    }

    /** For the shell, and with PostgreSQL's own sign for a placeholder doubled. */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''").replace("%", "%%") + "'";
    }
}
