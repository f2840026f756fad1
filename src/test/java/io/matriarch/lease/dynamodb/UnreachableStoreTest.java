package io.matriarch.lease.dynamodb;

import static io.matriarch.lease.Samples.N1;
import static io.matriarch.lease.Samples.lease;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Reading;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.lease.LeaseWrite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the other end does, a call comes back in time and says so. */
final class UnreachableStoreTest {

    private static final Duration ATTEMPT = Duration.ofMillis(500);

    /** The 100 ms of the promise, and as much for a busy test machine. */
    private static final Duration SLACK = Duration.ofMillis(200);

    @RegisterExtension final Stores stores = new Stores();

    @Test
    void anEndpointThatAcceptsAndNeverAnswers() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var endpoint = endpoint(server);
            assertNoAnswer(endpoint, stores.at(endpoint, "c", ATTEMPT));
        }
    }

    @Test
    void anEndpointThatSwallowsEveryPacket() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // A full queue of connections drops all that come: a black hole on loopback.
            var queue = new ArrayList<SocketChannel>();
            for (int i = 0; i < 4; i++) {
                var channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(
                        new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
                queue.add(channel);
            }
            var endpoint = endpoint(server);
            assertNoAnswer(endpoint, stores.at(endpoint, "c", ATTEMPT));
            for (var channel : queue) {
                channel.close();
            }
        }
    }

    @Test
    void anEndpointThatRefuses() throws Exception {
        URI endpoint;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint = endpoint(server);
        }
        var store = stores.at(endpoint, "c", ATTEMPT);
        String line = endpoint + " is unreachable: connection refused";
        assertEquals(new Reading.Missing<>(line), store.read());
        assertEquals(new LeaseWrite.Unknown(line), write(store));
        assertEquals(new TableSetup.NotUsable(line), store.createTableIfMissing());
    }

    private static void assertNoAnswer(URI endpoint, DynamoStore store) {
        var unknown = new LeaseWrite.Unknown("no answer from %s within 500 ms".formatted(endpoint));
        // The first call loads the SDK's classes.
        write(store);
        for (int i = 0; i < 3; i++) {
            var start = Instant.now();
            assertEquals(unknown, write(store));
            var took = Duration.between(start, Instant.now());
            assertTrue(took.compareTo(ATTEMPT.plus(SLACK)) < 0, "took " + took);
        }
    }

    private static LeaseWrite write(DynamoStore store) {
        return store.write(lease(N1, 1, 1), new LeaseCondition.Absent());
    }

    private static URI endpoint(ServerSocket server) throws IOException {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }
}
