package io.matriarch.backup.s3.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Objects below one prefix. Keys are relative to it: names with slashes between, none of them empty
 * or dotted. Calls block, are retried within a bound where that can help, and may be made by many
 * threads at once.
 */
public interface ObjectStore extends AutoCloseable {

    /** Fails with {@link StorageException.Kind#ABSENT} when there is none. */
    ObjectInfo head(String key) throws StorageException;

    /**
     * Reads an object from its beginning. A connection that breaks in between is resumed where it
     * broke; a stream that cannot deliver all the bytes fails with a {@link StorageException}
     * rather than end early.
     */
    InputStream open(String key) throws StorageException;

    /** Writes a small object in one step. */
    void put(String key, byte[] content, Existing existing) throws StorageException;

    /** Writes a file as it is in one step; at most 5 GB. */
    void put(String key, Path file, Existing existing) throws StorageException;

    /** Begins an object of any size; a few MB of memory while it is written. */
    Upload begin(String key) throws StorageException;

    /** Takes in a part of a listing. */
    interface Page {
        /**
         * @return whether there shall be more
         */
        boolean take(List<ObjectInfo> some) throws IOException;
    }

    /**
     * Tells of all objects whose key starts with {@code prefix}, at most a thousand at a time, in
     * no promised order: an archive has more of them than fit into memory. What was told of may be
     * deleted meanwhile.
     */
    void each(String prefix, Page page) throws IOException;

    /** What {@link #each} tells of, sorted by key: for a prefix that few have. */
    default List<ObjectInfo> list(String prefix) throws IOException {
        List<ObjectInfo> found = new ArrayList<>();
        each(prefix, found::addAll);
        found.sort(Comparator.comparing(ObjectInfo::key));
        return found;
    }

    /** Whether no object's key starts with {@code prefix}; one short question. */
    boolean isEmpty(String prefix) throws IOException;

    /**
     * What is right below a folder.
     *
     * @param objects sorted by key
     * @param folders their keys, with a slash at the end; sorted
     */
    record Level(List<ObjectInfo> objects, List<String> folders) {}

    /**
     * Lists one folder without what its own folders hold.
     *
     * @param folder ends in a slash
     */
    Level level(String folder) throws IOException;

    /** Deletes objects; those that are absent count as deleted. */
    void delete(Collection<String> keys) throws StorageException;

    /**
     * Discards uploads that were begun more than {@code age} ago, and neither committed nor
     * aborted; how many.
     */
    int abortUnfinished(String prefix, Duration age) throws StorageException;

    /** The prefix itself, for messages. */
    String name();

    @Override
    void close();
}
