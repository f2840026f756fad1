package io.matriarch.backup.s3.wal;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.cluster.SystemId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** An archive, and the pg_wal of a data directory that ships to it. */
final class ArchiveFixture implements AutoCloseable {

    final Path data;
    final ObjectStore store;
    final S3WalArchive archive;
    final AtomicBoolean leads = new AtomicBoolean(true);

    private ArchiveFixture(Path folder, ObjectStore store, Codec codec) throws IOException {
        this.data = Files.createDirectories(folder.resolve("data"));
        this.store = store;
        Files.createDirectories(data.resolve("pg_wal/archive_status"));
        belongTo(Sample.SYSTEM);
        archive =
                new S3WalArchive(
                        store, codec, leads::get, new OwnSystemId(data), folder.resolve("run"));
    }

    static ArchiveFixture in(Path folder) throws IOException {
        return in(folder, Codec.LZ4);
    }

    static ArchiveFixture in(Path folder, Codec codec) throws IOException {
        return on(
                folder,
                ObjectStores.open(
                        BackupAddress.parse("file://" + folder.resolve("archive")),
                        S3Settings.ofTheMachine()),
                codec);
    }

    static ArchiveFixture on(Path folder, ObjectStore store, Codec codec) throws IOException {
        return new ArchiveFixture(folder, store, codec);
    }

    void belongTo(SystemId system) throws IOException {
        Path control = Files.createDirectories(data.resolve("global")).resolve("pg_control");
        byte[] id =
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(Long.parseUnsignedLong(system.value()))
                        .array();
        Files.write(control, id);
    }

    /** A file of pg_wal that waits to be shipped. */
    Path ready(String name, byte[] content) throws IOException {
        Files.createFile(data.resolve("pg_wal/archive_status").resolve(name + ".ready"));
        return Files.write(data.resolve("pg_wal").resolve(name), content);
    }

    Path ready(int number) throws IOException {
        return ready(Sample.name(number), Sample.segment(Sample.name(number)));
    }

    /** What another program stored. */
    void stored(Codec codec, String name, byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = codec.writing(packed)) {
            out.write(content);
        }
        store.put("wal_005/" + codec.key(name), packed.toByteArray(), Existing.KEEP);
    }

    byte[] read(String key) throws IOException {
        try (InputStream in = Codec.ofKey(key).reading(key, store.open(key))) {
            return in.readAllBytes();
        }
    }

    List<String> keys() throws IOException {
        return store.list("").stream().map(ObjectInfo::key).toList();
    }

    @Override
    public void close() {
        archive.close();
        store.close();
    }
}
