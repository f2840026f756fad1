package io.matriarch.backup.s3.wal;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose data a prefix holds. A small object of our own says so; in a prefix that only WAL-G has
 * written to, its newest backup does, or the first page of a segment.
 */
public final class PrefixOwner {

    /** Beside WAL-G's folders, which WAL-G leaves alone. */
    public static final String MARKER = "matriarch.json";

    private static final String BACKUPS = "basebackups_005/";
    private static final String SENTINEL = "_backup_stop_sentinel.json";
    private static final Pattern IDENTIFIER =
            Pattern.compile("\"[Ss]ystem_?[Ii]dentifier\"\\s*:\\s*\"?([0-9]+)");
    private static final int LONGEST = 1 << 20;

    private final ObjectStore store;

    public PrefixOwner(ObjectStore store) {
        this.store = store;
    }

    /** Empty for a prefix that nobody has written to yet. */
    public Optional<SystemId> find() throws IOException {
        Optional<SystemId> marked = marked();
        if (marked.isPresent()) {
            return marked;
        }
        Optional<SystemId> backup = ofBackups();
        return backup.isPresent() ? backup : ofSegments();
    }

    /**
     * Makes the prefix that of a cluster.
     *
     * @return the cluster that it belongs to afterwards: another one when that was there before
     */
    public SystemId claim(SystemId own) throws IOException {
        Optional<SystemId> found = find();
        if (found.filter(id -> !id.equals(own)).isPresent()) {
            return found.get();
        }
        byte[] marker =
                "{\"system_identifier\":\"%s\"}\n".formatted(own).getBytes(StandardCharsets.UTF_8);
        try {
            store.put(MARKER, marker, Existing.KEEP);
            return own;
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.EXISTS) {
                throw e;
            }
            return marked().orElse(own);
        }
    }

    private Optional<SystemId> marked() throws IOException {
        try {
            return identifier(MARKER);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.ABSENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<SystemId> ofBackups() throws IOException {
        List<ObjectInfo> sentinels =
                store.level(BACKUPS).objects().stream()
                        .filter(o -> o.key().endsWith(SENTINEL))
                        .toList();
        return sentinels.isEmpty() ? Optional.empty() : identifier(sentinels.getLast().key());
    }

    /** The first that can be read; another compression than ours says nothing here. */
    private Optional<SystemId> ofSegments() throws IOException {
        var found = new AtomicReference<Optional<SystemId>>(Optional.empty());
        store.each(
                WalFile.FOLDER,
                some -> {
                    for (ObjectInfo object : some) {
                        String name = Codec.plainName(object.key());
                        if (Codec.isKnown(object.key())
                                && WalFile.of(name.substring(WalFile.FOLDER.length()))
                                        .filter(WalFile::hasPages)
                                        .isPresent()) {
                            found.set(ofSegment(object.key()));
                            return false;
                        }
                    }
                    return true;
                });
        return found.get();
    }

    private Optional<SystemId> ofSegment(String key) throws IOException {
        try (InputStream in = Codec.ofKey(key).reading(key, store.open(key))) {
            byte[] header = in.readNBytes(FirstPage.BYTES);
            return header.length < FirstPage.BYTES
                    ? Optional.empty()
                    : Optional.of(FirstPage.read(header).systemId());
        }
    }

    private Optional<SystemId> identifier(String key) throws IOException {
        try (InputStream in = store.open(key)) {
            String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
            Matcher found = IDENTIFIER.matcher(text);
            return found.find() ? Optional.of(new SystemId(found.group(1))) : Optional.empty();
        }
    }
}
