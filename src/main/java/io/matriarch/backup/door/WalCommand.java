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
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code matriarch wal-push} and {@code wal-fetch}, for use by hand: they ask the running agent.
 * What PostgreSQL itself runs is the same in C ({@code src/main/c/wal.c}), because it starts one
 * for each segment; one test holds both to one contract.
 */
public final class WalCommand {

    public static final String PUSH = "wal-push";
    public static final String FETCH = "wal-fetch";

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
        return new WalCommand(Path.of("").toAbsolutePath(), System.err).answer(args);
    }

    int answer(String... args) {
        boolean push = args[0].equals(PUSH);
        Optional<WalWords> words = WalWords.parse(push, args);
        if (words.isEmpty()) {
            err.printf("matriarch: usage: %s %s%n", args[0], WalWords.usage(push));
            return push ? 2 : Reply.UNKNOWN;
        }
        // PostgreSQL runs its commands in the data directory.
        boolean standby = Files.exists(here.resolve("standby.signal"));
        String beside = "../%s.matriarch/wal.sock".formatted(here.getFileName());
        Path socket = here.resolve(words.get().socket().orElse(beside)).normalize();
        Question question = words.get().question(here, standby);
        try {
            Reply reply = ask(socket, question, words.get().within(standby));
            if (!reply.line().isEmpty()) {
                err.println("matriarch: " + reply.line());
            }
            return reply.exit();
        } catch (IOException e) {
            err.printf("matriarch: the agent does not answer at %s: %s%n", socket, e.getMessage());
            return push || standby ? Reply.NO : Reply.UNKNOWN;
        }
    }

    private static Reply ask(Path socket, Question question, Duration within) throws IOException {
        var task = new FutureTask<>(() -> ask(socket, question));
        Thread.ofPlatform().daemon().start(task);
        try {
            return task.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("it takes too long", e);
        } catch (ExecutionException e) {
            Throwable why = e.getCause();
            throw new IOException(String.valueOf(why == null ? e : why.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
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
