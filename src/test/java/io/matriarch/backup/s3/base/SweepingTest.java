package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was left is removed where that is allowed; where it is not, it stays and is told. */
final class SweepingTest {

    private static final String LEFT = "base_000000010000000000000002";

    @TempDir Path dir;

    @Test
    void whatWasLeftIsRemoved() throws Exception {
        ObjectStore store = withLeftBackup();
        assertEquals(List.of(), new Sweeping(store).removeLeft());
        assertEquals(List.of(), keys(store));
    }

    @Test
    void uploadsThatMayNotBeListedStopNothing() throws Exception {
        ObjectStore store = withLeftBackup();
        assertEquals(
                List.of("what unfinished backups left behind stays: abortUnfinished is not yours"),
                new Sweeping(refusing(store, Set.of("abortUnfinished"), denied())).removeLeft());
        assertEquals(List.of(), keys(store));
        assertEquals(
                List.of(),
                new Deleting(refusing(store, Set.of("abortUnfinished"), denied()))
                        .thinOut(Retention.NONE, Instant.now())
                        .backups());
    }

    @Test
    void whatMayNotBeDeletedStopsNothingEither() throws Exception {
        ObjectStore store = withLeftBackup();
        assertEquals(
                List.of(
                        "what unfinished backups left behind stays: delete is not yours",
                        "what unfinished backups left behind stays: abortUnfinished is not yours"),
                new Sweeping(refusing(store, Set.of("delete", "abortUnfinished"), denied()))
                        .removeLeft());
    }

    /** The backup would fail as well, and later. */
    @Test
    void aStoreThatIsAwayIsAFailure() throws Exception {
        ObjectStore store = withLeftBackup();
        assertThrows(
                StorageException.class,
                () ->
                        new Sweeping(
                                        refusing(
                                                store,
                                                Set.of("abortUnfinished"),
                                                StorageException.Kind.UNREACHABLE))
                                .removeLeft());
    }

    private static StorageException.Kind denied() {
        return StorageException.Kind.DENIED;
    }

    private ObjectStore withLeftBackup() throws IOException {
        ObjectStore store = TestStores.directory(dir);
        String key = Layout.folder(LEFT) + "part";
        store.put(key, new byte[] {1}, Existing.KEEP);
        Files.setLastModifiedTime(
                dir.resolve(key), FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        return store;
    }

    private static List<String> keys(ObjectStore store) throws IOException {
        return store.list("").stream().map(ObjectInfo::key).toList();
    }

    /** The same store, that refuses some calls. */
    static ObjectStore refusing(ObjectStore store, Set<String> calls, StorageException.Kind kind) {
        return (ObjectStore)
                Proxy.newProxyInstance(
                        ObjectStore.class.getClassLoader(),
                        new Class<?>[] {ObjectStore.class},
                        (_, method, arguments) -> {
                            if (calls.contains(method.getName())) {
                                throw new StorageException(
                                        kind, method.getName() + " is not yours");
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
    }
}
