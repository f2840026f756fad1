package io.matriarch.backup.s3.base;

import io.matriarch.backup.ArchivedLog;
import io.matriarch.backup.Lineage;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out which log there is below a prefix. */
final class LogListing {

    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
    private static final Pattern HISTORY = Pattern.compile("[0-9A-F]{8}\\.history");

    private final ObjectStore store;
    private final List<String> histories = new ArrayList<>();
    private @Nullable ArchivedLog log;

    LogListing(ObjectStore store) {
        this.store = store;
    }

    ArchivedLog read() throws IOException {
        store.each(
                Layout.WAL,
                some -> {
                    for (ObjectInfo object : some) {
                        take(object);
                    }
                    return true;
                });
        ArchivedLog found = log == null ? new ArchivedLog(Segments.USUAL.size()) : log;
        for (String key : histories) {
            found.add(history(key));
        }
        return found;
    }

    private void take(ObjectInfo object) throws IOException {
        String name = Codec.plainName(object.key()).substring(Layout.WAL.length());
        if (SEGMENT.matcher(name).matches()) {
            ArchivedLog found = log;
            if (found == null) {
                found = new ArchivedLog(Segments.of(store, object).size());
                log = found;
            }
            found.add(name, object.modified());
        } else if (HISTORY.matcher(name).matches()) {
            histories.add(object.key());
        }
    }

    private Lineage history(String key) throws IOException {
        String name = Codec.plainName(key).substring(Layout.WAL.length());
        try (InputStream in = Codec.ofKey(key).reading(key, store.open(key))) {
            return Lineage.parse(
                    new Timeline(Integer.parseUnsignedInt(name, 0, 8, 16)),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "%s is damaged: %s".formatted(key, e.getMessage()),
                    e);
        }
    }

    /**
     * The past of the newest timeline that comes of this one, or after it: PostgreSQL looks for it
     * in the same way.
     */
    static Lineage newest(ObjectStore store, Timeline from) throws IOException {
        Lineage newest = of(store, from).orElse(Lineage.alone(from));
        for (int n = from.number() + 1; ; n++) {
            Optional<Lineage> next = of(store, new Timeline(n));
            if (next.isEmpty()) {
                return newest;
            }
            newest = next.get();
        }
    }

    /** Empty when the archive has no history of it. */
    static Optional<Lineage> of(ObjectStore store, Timeline timeline) throws IOException {
        String name = Layout.WAL + "%08X.history".formatted(timeline.number());
        for (ObjectInfo object : store.list(name)) {
            if (Codec.plainName(object.key()).equals(name)) {
                try {
                    return Optional.of(new LogListing(store).history(object.key()));
                } catch (StorageException e) {
                    if (e.kind() != StorageException.Kind.ABSENT) {
                        throw e;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
