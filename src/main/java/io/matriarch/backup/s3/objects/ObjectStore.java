package io.matriarch.backup.s3.objects;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
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

    /** All objects whose key starts with {@code prefix}, sorted by key; empty when none does. */
    List<ObjectInfo> list(String prefix) throws StorageException;

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
