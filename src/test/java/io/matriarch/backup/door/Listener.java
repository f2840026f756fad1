package io.matriarch.backup.door;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Something that is no agent: it gives the same odd answer to each question, or none. */
record Listener(Path path, ServerSocketChannel listening) implements AutoCloseable {

    static Listener answering(Path path, String answer) throws IOException {
        Listener listener = silent(path);
        Thread.ofVirtual().start(() -> serve(listener.listening, answer));
        return listener;
    }

    /** Connections are taken by the kernel, and by nobody else. */
    static Listener silent(Path path) throws IOException {
        var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(path));
        return new Listener(path, listening);
    }

    private static void serve(ServerSocketChannel listening, String answer) {
        while (listening.isOpen()) {
            try (SocketChannel visitor = listening.accept()) {
                Question.read(Channels.newInputStream(visitor));
                visitor.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException _) {
                // The next one.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
