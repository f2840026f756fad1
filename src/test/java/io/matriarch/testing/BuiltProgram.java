package io.matriarch.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small program in C, as this build carries it. */
public final class BuiltProgram {

    private BuiltProgram() {}

    /** Lays it there, ready to run. */
    public static Path in(Path folder) throws IOException {
        Path program = folder.resolve("matriarch-switch");
        try (InputStream in = BuiltProgram.class.getResourceAsStream("/native/matriarch-switch")) {
            if (in == null) {
                throw new IOException("this build holds no program in C");
            }
            Files.write(program, in.readAllBytes());
        }
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " a program");
        }
        return program;
    }
}
