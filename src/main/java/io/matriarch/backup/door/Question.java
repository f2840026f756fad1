package io.matriarch.backup.door;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a command asks the agent: words, each ended by a zero byte, and an empty one at the end. */
sealed interface Question {

    /** Store the file. */
    record Push(Path file) implements Question {}

    /**
     * Bring a file.
     *
     * @param standby an absent file ends nothing on a standby; elsewhere it is the end of the log
     */
    record Fetch(String name, Path target, boolean standby) implements Question {}

    int LONGEST = 16 * 1024;

    default byte[] encoded() {
        List<String> words =
                switch (this) {
                    case Push(var file) -> List.of("push", file.toString());
                    case Fetch(var name, var target, var standby) ->
                            List.of(
                                    "fetch",
                                    name,
                                    target.toString(),
                                    standby ? "standby" : "recovery");
                };
        return (String.join("\0", words) + "\0\0").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws IOException when what comes is no question
     */
    static Question read(InputStream in) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        int last = -1;
        while (true) {
            int b = in.read();
            if (b < 0 || bytes.size() > LONGEST) {
                throw new EOFException("the question has no end");
            }
            if (b == 0 && last == 0) {
                break;
            }
            bytes.write(b);
            last = b;
        }
        String[] words = bytes.toString(StandardCharsets.UTF_8).split("\0");
        if (words.length == 2 && words[0].equals("push")) {
            return new Push(Path.of(words[1]));
        }
        if (words.length == 4 && words[0].equals("fetch")) {
            return new Fetch(words[1], Path.of(words[2]), words[3].equals("standby"));
        }
        throw new IOException("\"" + words[0] + "\" is no question of this version");
    }
}
