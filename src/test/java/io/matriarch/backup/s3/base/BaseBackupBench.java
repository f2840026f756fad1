package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.backup.s3.wal.OwnSystemId;
import io.matriarch.backup.s3.wal.S3WalArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One base backup, or one restore, through the engine alone, in a process of its own: so that its
 * processor time and its memory's peak are the engine's. Prints one JSON line.
 */
final class BaseBackupBench {

    private BaseBackupBench() {}

    /**
     * @param args take or restore; the store's address; its endpoint or an empty string; the codec;
     *     an empty directory for everything; and to take: the server's data directory, its port,
     *     where its programs are, and a directory where {@code archive_command} waits for a file of
     *     the segment's name, because the log is shipped from here
     */
    public static void main(String... args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Codec codec = Codec.named(args[3]).orElseThrow();
        Path folder = Files.createDirectories(Path.of(args[4]));
        try (ObjectStore store =
                ObjectStores.open(BackupAddress.parse(args[1]), settings(args[2]))) {
            var backups = new S3BaseBackups(store, codec);
            var progress = new Progress();
            long began = System.nanoTime();
            if (args[0].equals("take")) {
                Path data = Path.of(args[5]);
                try (var wal = archive(store, codec, data, folder.resolve("wal"))) {
                    Thread shipping =
                            Thread.ofVirtual().start(() -> ship(wal, data, Path.of(args[8])));
                    take(
                            backups,
                            source(data, Integer.parseInt(args[6]), Path.of(args[7]), folder),
                            progress);
                    shipping.interrupt();
                    shipping.join();
                }
            } else {
                String newest = backups.list().getLast().name();
                backups.restore(newest, folder.resolve("data"), Optional.empty(), progress);
            }
            print(args, progress, (System.nanoTime() - began) / 1e9, backups.list());
        }
    }

    private static BackupSource source(Path data, int port, Path bin, Path folder) {
        return new BackupSource(
                bin,
                data,
                "host=127.0.0.1 port=%d user=postgres dbname=postgres".formatted(port),
                folder.resolve("no-password"),
                folder.resolve("run"),
                "bench");
    }

    private static S3WalArchive archive(ObjectStore store, Codec codec, Path data, Path folder)
            throws IOException {
        return new S3WalArchive(store, codec, () -> true, new OwnSystemId(data), folder);
    }

    private static void take(BaseBackups backups, BackupSource source, Progress progress)
            throws IOException, InterruptedException {
        // The server itself ends its segment when a backup ends.
        var order = new BaseBackups.Order(false, OptionalLong.empty(), () -> {});
        String _ = backups.take(source, order, progress);
    }

    /** What waits, until it is interrupted. */
    private static void ship(S3WalArchive wal, Path data, Path shipped) {
        try {
            while (true) {
                try (var files = Files.list(data.resolve("pg_wal/archive_status"))) {
                    for (String name : names(files)) {
                        Path done = shipped.resolve(name);
                        if (!Files.exists(done)
                                && wal.ship(data.resolve("pg_wal").resolve(name))
                                        instanceof Shipped.Stored) {
                            Files.createFile(done);
                        }
                    }
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException _) {
            // The backup is there.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Stream<Path> ready) {
        return ready.map(f -> f.getFileName().toString())
                .filter(f -> f.endsWith(".ready"))
                .map(f -> f.substring(0, f.length() - ".ready".length()))
                .sorted()
                .toList();
    }

    private static void print(
            String[] args, Progress progress, double seconds, List<BaseBackup> list)
            throws IOException {
        System.out.printf(
                "{\"what\":\"%s\",\"store\":\"%s\",\"codec\":\"%s\",\"database_mb\":%.0f,\"stored_mb\":%.0f,"
                        + "\"seconds\":%.1f,\"mb_per_s\":%.0f,\"cpu_s\":%.1f,\"programs_cpu_s\":%.1f,\"peak_mib\":%d}%n",
                args[0],
                args[2].isEmpty() ? "file" : "s3",
                args[3],
                progress.done() / 1e6,
                list.getLast().storedSize() / 1e6,
                seconds,
                progress.done() / 1e6 / seconds,
                processor(13),
                processor(15),
                peak());
    }

    /** Seconds: two fields of /proc/self/stat, in user and in kernel mode, in hundredths. */
    private static double processor(int field) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[field - 2]) + Long.parseLong(fields[field - 1])) / 100.0;
    }

    private static long peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
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
