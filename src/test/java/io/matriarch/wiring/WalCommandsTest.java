package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class WalCommandsTest {

    @Test
    void pathsAreQuotedForTheShellAndForPostgres() throws Exception {
        String odd = "/data/it's 100%f/wal.sock";
        var commands = WalCommands.of(Path.of("/data/it's"), Path.of(odd));
        assertTrue(commands.archiveCommand().startsWith("'/data/it'\\''s/matriarch-switch' "));
        assertTrue(
                commands.archiveCommand()
                        .endsWith(" wal-push --socket '/data/it'\\''s 100%%f/wal.sock' \"%p\""),
                commands.archiveCommand());
        assertTrue(
                commands.restoreCommand()
                        .endsWith(
                                " wal-fetch --socket '/data/it'\\''s 100%%f/wal.sock' \"%f\" \"%p\""),
                commands.restoreCommand());
        // What PostgreSQL makes of it, and then the shell.
        String word = WalCommands.quoted(odd).replace("%%", "%");
        var shell = new ProcessBuilder("sh", "-c", "printf %s " + word).start();
        assertEquals(
                odd,
                new String(
                        shell.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8));
    }
}
