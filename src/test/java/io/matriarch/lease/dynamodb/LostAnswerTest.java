package io.matriarch.lease.dynamodb;

import static io.matriarch.lease.Samples.N1;
import static io.matriarch.lease.Samples.N2;
import static io.matriarch.lease.Samples.lease;
import static io.matriarch.lease.Samples.mine;
import static io.matriarch.lease.Samples.unmoved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.lease.LeaseCondition;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.testing.AnswerDroppingProxy;
import io.matriarch.testing.LocalDynamo;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The write took effect, and its answer never came. */
final class LostAnswerTest {

    @RegisterExtension final Stores stores = new Stores();
    private final String cluster = Stores.newCluster();
    private AnswerDroppingProxy proxy;
    private DynamoStore store;
    private DynamoStore direct;

    @BeforeEach
    void start() throws Exception {
        direct = stores.onLocalDynamo(cluster);
        proxy = new AnswerDroppingProxy(LocalDynamo.shared().port());
        store = stores.at(proxy.endpoint(), cluster, Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
    }

    @Test
    void isUnknownFirstAndWonWhenTheWriteIsSentAgain() {
        var first = lease(N1, 1, 1);
        store.write(first, new LeaseCondition.Absent());
        var renewal = lease(N1, 1, 2);
        int before = proxy.requests();
        proxy.dropNextAnswer();
        assertInstanceOf(LeaseWrite.Unknown.class, store.write(renewal, mine(first)));
        assertEquals(before + 1, proxy.requests(), "one call is one request");
        assertEquals(
                Optional.of(renewal), direct.read().seen().flatMap(cluster -> cluster.lease()));
        assertEquals(new LeaseWrite.Won(renewal), store.write(renewal, mine(first)));
    }

    @Test
    void isUnknownOnAFreshConnectionToo() {
        int before = proxy.requests();
        proxy.dropNextAnswer();
        var taken = lease(N1, 1, 1);
        assertInstanceOf(LeaseWrite.Unknown.class, store.write(taken, new LeaseCondition.Absent()));
        assertEquals(before + 1, proxy.requests(), "one call is one request");
        assertEquals(new LeaseWrite.Won(taken), store.write(taken, new LeaseCondition.Absent()));
    }

    @Test
    void isLostAllTheSameWhenAnotherHasTakenTheLeaseMeanwhile() {
        var first = lease(N1, 1, 1);
        store.write(first, new LeaseCondition.Absent());
        var renewal = lease(N1, 1, 2);
        proxy.dropNextAnswer();
        store.write(renewal, mine(first));
        var theirs = lease(N2, 2, 3);
        assertEquals(new LeaseWrite.Won(theirs), direct.write(theirs, unmoved(renewal)));
        assertEquals(
                new LeaseWrite.Refused(Optional.of(theirs)), store.write(renewal, mine(first)));
    }

    @Test
    void aConnectionIsKeptAlsoAfterARefusal() {
        store.write(lease(N1, 1, 1), new LeaseCondition.Absent());
        for (int beat = 2; beat < 12; beat++) {
            var renewal = lease(N1, 1, beat);
            assertInstanceOf(LeaseWrite.Won.class, store.write(renewal, mine(renewal)));
            assertInstanceOf(
                    LeaseWrite.Refused.class,
                    store.write(lease(N2, 1, 1), new LeaseCondition.Absent()));
        }
        assertEquals(1, proxy.connections());
    }
}
