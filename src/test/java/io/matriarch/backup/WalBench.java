package io.matriarch.backup;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.backup.s3.wal.OwnSystemId;
import io.matriarch.backup.s3.wal.S3WalArchive;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * How fast the log gets into an archive and out of it, through the engine alone: segments that
 * compress to a half. Prints one JSON line for each case.
 */
final class WalBench {

    private static final int SEGMENT = 16 << 20;

    private WalBench() {}

    /**
     * @param args an empty directory for everything, how many segments, and the endpoint of an S3
     *     server with a bucket {@code bench}, or nothing
     */
    public static void main(String... args) throws Exception {
        Path folder = Path.of(args[0]);
        int count = Integer.parseInt(args[1]);
        byte[] content = content();
        for (Codec codec : new Codec[] {Codec.LZ4, Codec.ZSTD}) {
            run(
                    "file",
                    folder,
                    "file://" + folder + "/archive-" + codec,
                    "",
                    codec,
                    count,
                    content);
            if (args.length > 2) {
                run(
                        "s3",
                        folder,
                        "s3://bench/" + UUID.randomUUID(),
                        args[2],
                        codec,
                        count,
                        content);
            }
        }
    }

    private static void run(
            String kind,
            Path folder,
            String address,
            String endpoint,
            Codec codec,
            int count,
            byte[] content)
            throws Exception {
        Path data = Files.createDirectories(folder.resolve("data-" + kind + "-" + codec));
        Path wal = data.resolve("pg_wal");
        Files.createDirectories(wal.resolve("archive_status"));
        Files.write(
                Files.createDirectories(data.resolve("global")).resolve("pg_control"),
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(42).array());
        try (ObjectStore store =
                        ObjectStores.open(BackupAddress.parse(address), settings(endpoint));
                var archive =
                        new S3WalArchive(
                                store,
                                codec,
                                () -> true,
                                new OwnSystemId(data),
                                folder.resolve("run-" + kind + "-" + codec))) {
            List<Double> single = new ArrayList<>();
            int number = 1;
            for (int i = 0; i < 10; i++) {
                single.add(ship(archive, write(wal, number++, content)));
            }
            List<Path> behind = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                behind.add(write(wal, number++, content));
            }
            for (Path file : behind) {
                Files.createFile(wal.resolve("archive_status/" + file.getFileName() + ".ready"));
            }
            double shipping = 0;
            for (Path file : behind) {
                shipping += ship(archive, file);
            }
            double fetching = 0;
            for (Path file : behind) {
                long began = System.nanoTime();
                Fetched fetched =
                        archive.fetch(
                                file.getFileName().toString(),
                                wal.resolve("RECOVERYXLOG"),
                                Duration.ofMinutes(1));
                if (!(fetched instanceof Fetched.Written)) {
                    throw new IOException(fetched.toString());
                }
                fetching += seconds(began);
            }
            single.sort(null);
            System.out.printf(
                    "{\"store\":\"%s\",\"codec\":\"%s\",\"segments\":%d,\"shipped_per_s\":%.1f,\"one_ms_median\":%.0f,\"one_ms_worst\":%.0f,\"fetched_per_s\":%.1f}%n",
                    kind,
                    codec,
                    count,
                    count / shipping,
                    1000 * single.get(single.size() / 2),
                    1000 * single.getLast(),
                    count / fetching);
        }
    }

    private static double ship(S3WalArchive archive, Path file) throws IOException {
        long began = System.nanoTime();
        Shipped shipped = archive.ship(file);
        if (!(shipped instanceof Shipped.Stored)) {
            throw new IOException(shipped.toString());
        }
        return seconds(began);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static Path write(Path wal, int number, byte[] content) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(8, (long) number * SEGMENT);
        return Files.write(
                wal.resolve("00000001%08X%08X".formatted(number / 256, number % 256)), content);
    }

    /** Every other 512 bytes are noise. */
    private static byte[] content() {
        byte[] content = new byte[SEGMENT];
        byte[] noise = new byte[512];
        Random random = new Random(1);
        for (int at = 0; at < SEGMENT; at += 1024) {
            random.nextBytes(noise);
            System.arraycopy(noise, 0, content, at, noise.length);
        }
        ByteBuffer header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort(0, (short) 0xD110).putShort(2, (short) 2).putInt(4, 1);
        header.putLong(24, 42).putInt(32, SEGMENT).putInt(36, 8192);
        return content;
    }

    private static S3Settings settings(String endpoint) {
        return new S3Settings(
                endpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(endpoint)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
