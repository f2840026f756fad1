package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PathSetTest {

    @Test
    void holdsWhatWasAddedAndNothingThatLooksLikeIt() {
        var set = new PathSet();
        assertFalse(set.holds("base/1/0"));
        for (int database = 1; database <= 10; database++) {
            for (int file = 0; file < 20_000; file += 2) {
                set.add("base/" + database + "/" + file);
            }
        }
        for (int database = 1; database <= 10; database++) {
            for (int file = 0; file < 20_000; file++) {
                String path = "base/" + database + "/" + file;
                assertTrue(set.holds(path) == (file % 2 == 0), path);
            }
        }
        assertFalse(set.holds("base/1/0_fsm"));
        set.add("base/1/0_fsm");
        assertTrue(set.holds("base/1/0_fsm"));
    }
}
