package io.matriarch.wiring;

import io.matriarch.backup.door.WalCommand;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.process.SwitchClient;
import java.nio.file.Path;

/**
 * The commands that PostgreSQL runs for its log: the small program that every agent unpacks, as a
 * client of the agent. It starts in a millisecond, and needs no Java.
 */
final class WalCommands {

    private WalCommands() {}

    static PostgresSettings.Archiving of(Path runDir, Path socket) {
        String program = quoted(SwitchClient.programIn(runDir).toString());
        String door = " --socket " + quoted(socket.toString());
        return new PostgresSettings.Archiving(
                program + " " + WalCommand.PUSH + door + " \"%p\"",
                program + " " + WalCommand.FETCH + door + " \"%f\" \"%p\"");
    }

    /** For the shell, and with PostgreSQL's own sign for a placeholder doubled. */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''").replace("%", "%%") + "'";
    }
}
