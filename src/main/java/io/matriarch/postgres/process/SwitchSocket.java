package io.matriarch.postgres.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where the sockets of a run directory are. */
public final class SwitchSocket {

    /** The kernel takes 107 bytes; ours stays short enough for any system. */
    private static final int LONGEST = 100;

    private static final String MINE_ALONE = "rwx------";

    private SwitchSocket() {}

    /** The switch's own. */
    static Path of(Path runDir) throws IOException {
        return of(runDir, "switch", "");
    }

    /** Another one, such as {@code wal}. */
    public static Path named(Path runDir, String name) throws IOException {
        return of(runDir, name, "-" + name);
    }

    /** In the directory itself, or under /tmp when that makes too long a name for a socket. */
    private static Path of(Path runDir, String name, String suffix) throws IOException {
        Path near = runDir.resolve(name + ".sock");
        if (near.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return near;
        }
        Path home = Path.of("/tmp/matriarch-" + uid());
        makeMine(home);
        return home.resolve(digest(runDir) + suffix + ".sock");
    }

    /** Creates the directory for this user alone; refuses one that somebody else laid there. */
    static void makeMine(Path home) throws IOException {
        try {
            Files.createDirectory(
                    home,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(MINE_ALONE)));
        } catch (FileAlreadyExistsException _) {
            var found = Files.readAttributes(home, "unix:*", LinkOption.NOFOLLOW_LINKS);
            boolean mine =
                    Boolean.TRUE.equals(found.get("isDirectory"))
                            && Integer.valueOf(uid()).equals(found.get("uid"))
                            && Files.getPosixFilePermissions(home, LinkOption.NOFOLLOW_LINKS)
                                    .equals(PosixFilePermissions.fromString(MINE_ALONE));
            if (!mine) {
                throw new IOException(
                        home
                                + " must be a directory of user "
                                + uid()
                                + " with mode 0700; remove it, or choose a shorter run directory");
            }
        }
    }

    private static int uid() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Uid:")) {
                return Integer.parseInt(line.split("\\s+")[2]);
            }
        }
        throw new IOException("/proc/self/status names no user");
    }

    private static String digest(Path runDir) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(runDir.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
