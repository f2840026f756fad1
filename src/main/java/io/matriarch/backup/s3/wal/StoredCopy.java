package io.matriarch.backup.s3.wal;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the archive holds under the name of a file, whatever it is compressed with. */
record StoredCopy(ObjectStore store) {

    private static final int CHUNK = 64 * 1024;

    /** Its key; empty when there is none. */
    Optional<String> key(WalFile wal) throws IOException {
        String plain = WalFile.FOLDER + wal.name();
        for (ObjectInfo object : store.list(plain)) {
            // A .backup file's name begins with its segment's.
            String rest = object.key().substring(plain.length());
            if (rest.isEmpty()
                    || (rest.startsWith(".") && WalFile.of(wal.name() + rest).isEmpty())) {
                if (Codec.plainName(object.key()).equals(plain)) {
                    return Optional.of(object.key());
                }
            }
        }
        return Optional.empty();
    }

    /** Those of all files whose names begin so, by their names without compression. */
    Map<String, String> keys(String beginning) throws IOException {
        var found = new HashMap<String, String>();
        for (ObjectInfo object : store.list(WalFile.FOLDER + beginning)) {
            String name = object.key().substring(WalFile.FOLDER.length());
            found.put(name.substring(0, ends(name)), object.key());
        }
        return found;
    }

    /** Where the name of a segment ends; what is not one's keeps its own. */
    private static int ends(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && WalFile.of(name).isEmpty() ? dot : name.length();
    }

    /** Reads it, by the key that it would have with {@code usual} first, which is one call. */
    Optional<Opened> open(WalFile wal, Codec usual) throws IOException {
        String likely = WalFile.FOLDER + usual.key(wal.name());
        try {
            return Optional.of(new Opened(usual, usual.reading(likely, store.open(likely))));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.ABSENT) {
                throw e;
            }
        }
        Optional<String> other = key(wal);
        if (other.isEmpty()) {
            return Optional.empty();
        }
        Codec codec = Codec.ofKey(other.get());
        return Optional.of(new Opened(codec, codec.reading(other.get(), store.open(other.get()))));
    }

    /** A file of the archive while it is read, decompressed. */
    record Opened(Codec codec, InputStream content) {}

    /** Whether the object holds the very bytes of the file. */
    boolean isSame(String key, Path file) throws IOException {
        try (InputStream stored =
                        new BufferedInputStream(
                                Codec.ofKey(key).reading(key, store.open(key)), CHUNK);
                InputStream here = Files.newInputStream(file)) {
            byte[] a = new byte[CHUNK];
            byte[] b = new byte[CHUNK];
            while (true) {
                int n = here.readNBytes(a, 0, CHUNK);
                int m = stored.readNBytes(b, 0, CHUNK);
                if (!Arrays.equals(a, 0, n, b, 0, m)) {
                    return false;
                }
                if (n == 0) {
                    return true;
                }
            }
        }
    }
}
