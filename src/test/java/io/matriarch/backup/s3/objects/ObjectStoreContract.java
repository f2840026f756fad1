package io.matriarch.backup.s3.objects;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.s3.objects.StorageException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does; each of them runs all of this. */
abstract class ObjectStoreContract {

    private ObjectStore store;
    @TempDir Path folder;

    /** An empty store of its own for each test. */
    abstract ObjectStore open() throws IOException;

    @BeforeEach
    void opened() throws IOException {
        store = open();
    }

    @AfterEach
    void closed() {
        store.close();
    }

    @Test
    void whatIsPutIsRead() throws IOException {
        byte[] content = noise(300_000);
        store.put("wal_005/a.lz4", content, Existing.KEEP);
        assertArrayEquals(content, read("wal_005/a.lz4"));
        ObjectInfo info = store.head("wal_005/a.lz4");
        assertEquals("wal_005/a.lz4", info.key());
        assertEquals(300_000, info.size());
        assertTrue(
                Duration.between(info.modified(), Instant.now()).abs().toMinutes() < 2,
                info.toString());
    }

    @Test
    void aFileIsPutAsItIs() throws IOException {
        Path file = Files.write(folder.resolve("segment"), noise(100_000));
        store.put("s", file, Existing.KEEP);
        assertArrayEquals(Files.readAllBytes(file), read("s"));
    }

    @Test
    void whatIsThereIsKeptOrReplacedAsAsked() throws IOException {
        store.put("k", text("first"), Existing.KEEP);
        assertEquals(
                Kind.EXISTS, failure(() -> store.put("k", text("second"), Existing.KEEP)).kind());
        assertArrayEquals(text("first"), read("k"));
        store.put("k", text("third"), Existing.REPLACE);
        assertArrayEquals(text("third"), read("k"));
    }

    @Test
    void ofManyAtOnceOneAlonePutsItFirst() throws Exception {
        List<Future<Boolean>> tries = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                byte[] mine = text("writer " + i);
                tries.add(
                        threads.submit(
                                () -> {
                                    try {
                                        store.put("race", mine, Existing.KEEP);
                                        return true;
                                    } catch (StorageException e) {
                                        assertEquals(Kind.EXISTS, e.kind(), e.line());
                                        return false;
                                    }
                                }));
            }
        }
        assertEquals(1, tries.stream().filter(ObjectStoreContract::won).count());
    }

    @Test
    void whatIsAbsentSaysSo() {
        assertEquals(Kind.ABSENT, failure(() -> store.head("no/such")).kind());
        StorageException e = failure(() -> store.open("no/such").close());
        assertEquals(Kind.ABSENT, e.kind());
        assertTrue(e.line().contains("no/such"), e.line());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 5 * 1024 * 1024, 12_000_000})
    void anUploadIsSeenWholeOrNotAtAll(int size) throws IOException {
        byte[] content = noise(size);
        try (Upload upload = store.begin("base/part_001.tar")) {
            for (int from = 0; from < size; from += 700_001) {
                upload.write(content, from, Math.min(700_001, size - from));
            }
            assertEquals(List.of(), store.list(""));
            upload.commit();
        }
        assertArrayEquals(content, read("base/part_001.tar"));
    }

    @Test
    void anUploadThatIsClosedLeavesNothing() throws IOException {
        try (Upload upload = store.begin("base/part_001.tar")) {
            upload.write(noise(6_000_000));
        }
        assertEquals(List.of(), store.list(""));
        assertEquals(0, store.abortUnfinished("", Duration.ofSeconds(-5)));
    }

    @Test
    void anUploadThatNobodyEndedIsFound() throws IOException {
        Upload upload = store.begin("base/part_001.tar");
        upload.write(noise(6_000_000));
        assertEquals(0, store.abortUnfinished("wal/", Duration.ofSeconds(-5)));
        assertEquals(1, store.abortUnfinished("base/", Duration.ofSeconds(-5)));
        failure(upload::commit);
        assertEquals(List.of(), store.list(""));
    }

    @Test
    void listsWhatStartsWithAPrefixSorted() throws IOException {
        for (String key : List.of("wal/2", "wal/1", "walnut", "base/x/1", "base/x/2", "base/y")) {
            store.put(key, text(key), Existing.KEEP);
        }
        assertEquals(List.of("wal/1", "wal/2"), keys("wal/"));
        assertEquals(List.of("wal/1", "wal/2", "walnut"), keys("wal"));
        assertEquals(List.of("base/x/1", "base/x/2"), keys("base/x/"));
        assertEquals(List.of(), keys("no/such"));
        assertEquals(6, keys("").size());
        assertEquals(5, store.list("wal/1").getFirst().size());
    }

    @Test
    void tellsOfAllSomeAtATimeWhileTheyAreDeleted() throws IOException {
        for (int i = 0; i < 25; i++) {
            store.put("wal/" + i, text("x"), Existing.KEEP);
        }
        store.put("other", text("x"), Existing.KEEP);
        assertFalse(store.isEmpty("wal/"));
        var told = new ArrayList<String>();
        store.each(
                "wal/",
                some -> {
                    List<String> keys = some.stream().map(ObjectInfo::key).toList();
                    told.addAll(keys);
                    store.delete(keys);
                    return true;
                });
        assertEquals(25, Set.copyOf(told).size(), told.toString());
        assertEquals(25, told.size());
        assertTrue(store.isEmpty("wal/"));
        assertEquals(List.of("other"), keys(""));
    }

    @Test
    void oneFolderIsListedWithoutWhatItsFoldersHold() throws IOException {
        for (String key : List.of("b/2", "b/1", "b/x/1", "b/x/y/2", "b/z/3", "c/4", "d")) {
            store.put(key, text(key), Existing.KEEP);
        }
        ObjectStore.Level level = store.level("b/");
        assertEquals(List.of("b/1", "b/2"), level.objects().stream().map(ObjectInfo::key).toList());
        assertEquals(List.of("b/x/", "b/z/"), level.folders());
        assertEquals(new ObjectStore.Level(List.of(), List.of()), store.level("none/"));
    }

    @Test
    void deletesWhatIsThereAndWhatIsNot() throws IOException {
        store.put("a/b/c", text("1"), Existing.KEEP);
        store.put("a/d", text("2"), Existing.KEEP);
        store.delete(List.of("a/b/c", "a/b/absent"));
        assertEquals(List.of("a/d"), keys(""));
        store.delete(List.of());
        store.put("a/b/c", text("again"), Existing.KEEP);
        assertArrayEquals(text("again"), read("a/b/c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/../../b", "a/./b"})
    void aKeyThatLeavesThePrefixIsRefused(String key) {
        assertEquals(Kind.REFUSED, failure(() -> store.put(key, text("x"), Existing.KEEP)).kind());
        assertEquals(Kind.REFUSED, failure(() -> store.open(key).close()).kind());
        assertEquals(Kind.REFUSED, failure(() -> store.delete(List.of(key))).kind());
    }

    private List<String> keys(String prefix) throws IOException {
        return store.list(prefix).stream().map(ObjectInfo::key).toList();
    }

    private byte[] read(String key) throws IOException {
        try (var in = store.open(key)) {
            return in.readAllBytes();
        }
    }

    private static boolean won(Future<Boolean> attempt) {
        try {
            return attempt.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static StorageException failure(org.junit.jupiter.api.function.Executable body) {
        return assertThrows(StorageException.class, body);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
