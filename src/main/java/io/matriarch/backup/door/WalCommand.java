package io.matriarch.backup.door;

import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code matriarch wal-push} and {@code wal-fetch}: PostgreSQL's archive_command and
 * restore_command. They only ask the running agent, and load next to nothing, because PostgreSQL
 * starts one for each segment.
 */
public final class WalCommand {

    public static final String PUSH = "wal-push";
    public static final String FETCH = "wal-fetch";

    private static final String SOCKET = "--socket";
    private static final String SOCKET_NAME = "wal.sock";

    /** Longer than the agent takes with any question. */
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Path here;
    private final PrintStream err;

    WalCommand(Path here, PrintStream err) {
        this.here = here;
        this.err = err;
    }

    /**
     * @param args the command's name, and its arguments
     * @return the exit code, as PostgreSQL reads it
     */
    public static int run(String... args) {
        int unknown = args[0].equals(PUSH) ? Reply.NO : Reply.UNKNOWN;
        Thread.ofPlatform().daemon().start(() -> giveUp(unknown));
        return new WalCommand(Path.of("").toAbsolutePath(), System.err).answer(args);
    }

    private static void giveUp(int code) {
        try {
            Thread.sleep(LIMIT);
            Runtime.getRuntime().halt(code);
        } catch (InterruptedException _) {
            // The command is done.
        }
    }

    int answer(String... args) {
        boolean push = args[0].equals(PUSH);
        List<String> rest = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
        Path socket = here.resolveSibling(here.getFileName() + ".matriarch").resolve(SOCKET_NAME);
        if (rest.size() >= 2 && rest.getFirst().equals(SOCKET)) {
            socket = here.resolve(rest.get(1));
            rest = rest.subList(2, rest.size());
        }
        Optional<Question> question = question(push, rest);
        if (question.isEmpty()) {
            err.printf(
                    "matriarch: usage: matriarch %s [%s PATH] %s%n",
                    args[0], SOCKET, push ? "FILE (%p)" : "NAME TARGET (%f %p)");
            return push ? 2 : Reply.UNKNOWN;
        }
        try {
            Reply reply = ask(socket, question.get());
            if (!reply.line().isEmpty()) {
                err.println("matriarch: " + reply.line());
            }
            return reply.exit();
        } catch (IOException e) {
            err.printf("matriarch: the agent does not answer at %s: %s%n", socket, e.getMessage());
            return push || isStandby() ? Reply.NO : Reply.UNKNOWN;
        }
    }

    private Optional<Question> question(boolean push, List<String> rest) {
        if (rest.size() != (push ? 1 : 2)) {
            return Optional.empty();
        }
        return Optional.of(
                push
                        ? new Question.Push(here.resolve(rest.getFirst()))
                        : new Question.Fetch(
                                rest.getFirst(), here.resolve(rest.get(1)), isStandby()));
    }

    /** PostgreSQL runs its commands in the data directory. */
    private boolean isStandby() {
        return Files.exists(here.resolve("standby.signal"));
    }

    private static Reply ask(Path socket, Question question) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var bytes = ByteBuffer.wrap(question.encoded());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return Reply.read(Channels.newInputStream(channel));
        }
    }
}
