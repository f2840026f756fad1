package io.matriarch.backup.s3.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.backup.Fetched;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What WAL-G stored is fetched ahead in the heap that an agent has. */
final class SmallHeapTest {

    private static final int FIRST = 6;
    private static final int FILES = 20;

    /** What else an agent has in its heap. */
    private static final int OTHERS = 20 << 20;

    @TempDir Path folder;

    @Test
    void eightFilesWithLargeBlocksAtOnceFit() throws Exception {
        Path log = Files.createDirectories(folder.resolve("archive/wal_005"));
        for (int i = FIRST; i < FIRST + FILES; i++) {
            Path file = log.resolve(Sample.name(i) + ".lz4");
            // As WAL-G's library has it: blocks of 4 MB.
            try (var out =
                    new LZ4FrameOutputStream(
                            Files.newOutputStream(file), LZ4FrameOutputStream.BLOCKSIZE.SIZE_4MB)) {
                out.write(Sample.segment(Sample.name(i)));
            }
        }
        Path said = folder.resolve("said");
        Process agent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Agent.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertEquals(true, agent.waitFor(2, TimeUnit.MINUTES), () -> "it hangs: " + text(said));
            assertEquals(0, agent.exitValue(), () -> text(said));
        } finally {
            agent.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The child: all that is fetched ahead is under way at once, because the store is slow. */
    static final class Agent {

        private Agent() {}

        public static void main(String[] arguments) throws IOException {
            byte[] others = new byte[OTHERS];
            Path folder = Path.of(arguments[0]);
            try (var at = ArchiveFixture.in(folder);
                    var archive =
                            new S3WalArchive(
                                    slow(at.store),
                                    Codec.LZ4,
                                    () -> false,
                                    new OwnSystemId(at.data),
                                    folder.resolve("child"))) {
                for (int i = FIRST; i < FIRST + FILES; i++) {
                    Fetched fetched =
                            archive.fetch(
                                    Sample.name(i),
                                    folder.resolve("fetched"),
                                    Duration.ofSeconds(30));
                    if (!fetched.equals(new Fetched.Written())) {
                        throw new IllegalStateException(fetched.toString());
                    }
                }
            }
            if (others[0] != 0) {
                throw new IllegalStateException("it was kept until here");
            }
        }

        private static ObjectStore slow(ObjectStore store) {
            return (ObjectStore)
                    Proxy.newProxyInstance(
                            ObjectStore.class.getClassLoader(),
                            new Class<?>[] {ObjectStore.class},
                            (_, method, values) -> {
                                Object answer;
                                try {
                                    answer = method.invoke(store, values);
                                } catch (java.lang.reflect.InvocationTargetException e) {
                                    throw e.getCause();
                                }
                                return answer instanceof InputStream in ? new Slow(in) : answer;
                            });
        }
    }

    private static final class Slow extends FilterInputStream {

        private int slept;

        Slow(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            try {
                if (slept < 20) {
                    slept++;
                    Thread.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException();
            }
            return super.read(into, from, count);
        }
    }
}
