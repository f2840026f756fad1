package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchSocketTest {

    @Test
    void aShortPathIsUsedAsItIs() throws Exception {
        assertEquals(Path.of("/run/m/switch.sock"), SwitchSocket.of(Path.of("/run/m")));
    }

    @Test
    void aLongOneMovesUnderTmpAndWorks(@TempDir Path dir) throws Exception {
        Path deep = Files.createDirectories(dir.resolve("d".repeat(120)));
        Path socket = SwitchSocket.of(deep);
        assertTrue(socket.toString().matches("/tmp/matriarch-\\d+/[0-9a-f]{16}\\.sock"));
        assertEquals(socket, SwitchSocket.of(deep));
        SwitchClient client = SwitchClient.open(deep);
        assertTrue(client.stamp().isPresent());
        assertTrue(client.quit());
        client.close();
        Files.delete(Path.of(socket + ".lock"));
    }

    @Test
    void aDirectoryOfOthersIsRefused(@TempDir Path dir) throws Exception {
        Path open = Files.createDirectory(dir.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThrows(IOException.class, () -> SwitchSocket.makeMine(open));
        Path mine = dir.resolve("mine");
        SwitchSocket.makeMine(mine);
        SwitchSocket.makeMine(mine);
        Path link = Files.createSymbolicLink(dir.resolve("link"), mine);
        String why = assertThrows(IOException.class, () -> SwitchSocket.makeMine(link)).toString();
        assertTrue(why.contains("mode 0700"), why);
    }
}
