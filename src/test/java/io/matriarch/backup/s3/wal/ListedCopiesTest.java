package io.matriarch.backup.s3.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listing costs as much as the shipping itself: it isn't asked for before each segment. */
final class ListedCopiesTest {

    private static final Shipped STORED = new Shipped.Stored();

    private final AtomicInteger listings = new AtomicInteger();
    @TempDir Path folder;
    private ArchiveFixture at;

    @BeforeEach
    void open() throws IOException {
        ObjectStore store =
                ObjectStores.open(
                        BackupAddress.parse("file://" + folder.resolve("archive")),
                        S3Settings.ofTheMachine());
        at = ArchiveFixture.on(folder, counting(store), Codec.LZ4);
        assertEquals(STORED, at.archive.ship(at.ready(1)));
        listings.set(0);
    }

    @AfterEach
    void close() {
        at.close();
    }

    private ObjectStore counting(ObjectStore inner) {
        return (ObjectStore)
                Proxy.newProxyInstance(
                        ObjectStore.class.getClassLoader(),
                        new Class<?>[] {ObjectStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("list")) {
                                listings.incrementAndGet();
                            }
                            try {
                                return method.invoke(inner, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Test
    void segmentsOfOneGroupAreNotListedAgain() throws IOException {
        for (int number = 2; number < 6; number++) {
            assertEquals(STORED, at.archive.ship(at.ready(number)));
        }
        assertEquals(0, listings.get());
        String next = "000000010000000100000000";
        assertEquals(STORED, at.archive.ship(at.ready(next, Sample.segment(next))));
        assertEquals(1, listings.get(), "another group");
    }

    @Test
    void whatASuccessorShippedIsSeenWhenThisNodeLeadsAgain() throws IOException {
        at.leads.set(false);
        assertInstanceOf(Shipped.Failed.class, at.archive.ship(at.ready(2)));
        byte[] theirs = Sample.segment(Sample.name(2));
        theirs[theirs.length - 1] = 1;
        at.stored(Codec.ZSTD, Sample.name(2), theirs);
        at.leads.set(true);
        assertInstanceOf(
                Shipped.Refused.class,
                at.archive.ship(at.data.resolve("pg_wal").resolve(Sample.name(2))));
        assertEquals(STORED, at.archive.ship(at.ready(3)));
    }
}
