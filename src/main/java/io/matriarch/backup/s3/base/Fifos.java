package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Named pipes for what pg_basebackup writes when there are tablespaces: one tar archive each, as
 * files of an empty directory that it looks at first. The pipes must come into the directory
 * after that look and before the archives. In between it reads its service file; that is a pipe,
 * too, and whoever opens it for writing waits until pg_basebackup has come so far.
 *
 * @param out the directory of the archives; not there yet
 * @param service the service file
 */
record Fifos(Path out, Path service, List<String> archives) {

    static final String SERVICE = "matriarch";

    static Fifos make(Path folder, List<String> archives)
            throws IOException, InterruptedException {
        var fifos = new Fifos(folder.resolve("out"), folder.resolve("service"), archives);
        var command = new ArrayList<>(List.of("mkfifo", "-m", "600", fifos.service.toString()));
        for (String archive : archives) {
            command.add(fifos.waiting(archive).toString());
        }
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new BackupFailure("cannot make named pipes in " + folder);
        }
        return fifos;
    }

    private Path waiting(String archive) {
        return service.resolveSibling(archive + ".pipe");
    }

    Path pipe(String archive) {
        return out.resolve(archive + ".tar");
    }

    /** Waits for pg_basebackup's look, puts the pipes there, and lets it go on. */
    void open() throws IOException {
        try (var gate = new FileOutputStream(service.toFile())) {
            for (String archive : archives) {
                if (Files.exists(waiting(archive))) {
                    Files.move(waiting(archive), pipe(archive));
                }
            }
            gate.write(("[" + SERVICE + "]\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Wakes whoever waits at a pipe for a program that has ended. */
    void release() throws IOException {
        var pipes = new ArrayList<>(List.of(service));
        archives.forEach(archive -> pipes.add(pipe(archive)));
        for (Path pipe : pipes) {
            if (Files.exists(pipe)) {
                new RandomAccessFile(pipe.toFile(), "rw").close();
            }
        }
    }
}
