package io.matriarch.backup.s3.base;

import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import io.matriarch.backup.s3.objects.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/** Another store, but for what a test changes. */
abstract class PassedOn implements ObjectStore {

    private final ObjectStore store;

    PassedOn(ObjectStore store) {
        this.store = store;
    }

    @Override
    public ObjectInfo head(String key) throws StorageException {
        return store.head(key);
    }

    @Override
    public InputStream open(String key) throws StorageException {
        return store.open(key);
    }

    @Override
    public void put(String key, byte[] content, Existing existing) throws StorageException {
        store.put(key, content, existing);
    }

    @Override
    public void put(String key, Path file, Existing existing) throws StorageException {
        store.put(key, file, existing);
    }

    @Override
    public Upload begin(String key) throws StorageException {
        return store.begin(key);
    }

    @Override
    public void each(String prefix, Page page) throws IOException {
        store.each(prefix, page);
    }

    @Override
    public boolean isEmpty(String prefix) throws IOException {
        return store.isEmpty(prefix);
    }

    @Override
    public Level level(String folder) throws IOException {
        return store.level(folder);
    }

    @Override
    public void delete(Collection<String> keys) throws StorageException {
        store.delete(keys);
    }

    @Override
    public int abortUnfinished(String prefix, Duration age) throws StorageException {
        return store.abortUnfinished(prefix, age);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void close() {
        store.close();
    }
}
