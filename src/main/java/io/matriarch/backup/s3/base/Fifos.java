package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Named pipes for what pg_basebackup writes when there are tablespaces: one tar archive each, as
 * files of a directory that it makes itself. The pipes must come there before the archives, for
 * which the server makes a checkpoint first. Whoever comes too late notices it.
 *
 * @param out the directory of the archives; not there yet
 * @param ready the pipes
 */
record Fifos(Path out, Path ready, List<String> archives) {

    static Fifos make(Path folder, List<String> archives) throws IOException, InterruptedException {
        Path ready = Files.createDirectories(folder.resolve("pipes"));
        var fifos = new Fifos(folder.resolve("out"), ready, archives);
        var command = new ArrayList<>(List.of("mkfifo", "-m", "600"));
        for (String archive : archives) {
            command.add(ready.resolve(archive).toString());
        }
        if (new ProcessBuilder(command).start().waitFor() != 0) {
            throw new BackupFailure("cannot make named pipes in " + folder);
        }
        // The first call of its kind takes long, and the next one has no time to lose.
        Files.createLink(ready.resolve("first"), ready.resolve(archives.getFirst()));
        return fifos;
    }

    Path pipe(String archive) {
        return out.resolve(archive + ".tar");
    }

    /**
     * Puts the pipes where {@code writer} will find them.
     *
     * @return false when it came first, or has ended
     */
    boolean link(Process writer) throws IOException, InterruptedException {
        while (!Files.isDirectory(out)) {
            if (!writer.isAlive()) {
                return false;
            }
            Thread.sleep(1);
        }
        try {
            for (String archive : archives) {
                Files.createLink(pipe(archive), ready.resolve(archive));
            }
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        }
    }

    /** Wakes whoever waits at a pipe for a program that has ended. */
    void release() throws IOException {
        for (String archive : archives) {
            new RandomAccessFile(ready.resolve(archive).toFile(), "rw").close();
        }
    }
}
