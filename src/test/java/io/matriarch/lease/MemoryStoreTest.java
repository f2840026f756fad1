package io.matriarch.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest implements ClusterStoreContract {

    @Override
    public ClusterStore store() {
        return new MemoryStore(() -> NOW);
    }

    @Test
    void eightWritersRace() throws Exception {
        assertEquals(1000, LeaseRace.run(Collections.nCopies(8, store()), 1000));
    }
}
