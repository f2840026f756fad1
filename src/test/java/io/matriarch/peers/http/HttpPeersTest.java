package io.matriarch.peers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.api.ApiProfile;
import io.matriarch.api.FakeAgent;
import io.matriarch.api.Herd;
import io.matriarch.cluster.Bidding;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerNews;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Timeline;
import io.matriarch.host.Clock;
import io.matriarch.peers.FailsafeQuestion;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter against the real resources, and against what a network makes of them. */
@QuarkusTest
@TestProfile(ApiProfile.class)
final class HttpPeersTest {
    private static final Duration DEADLINE = Duration.ofMillis(400);
    private static final FailsafeQuestion QUESTION = new FailsafeQuestion(Herd.N2, 3, 6000);

    @Inject FakeAgent agent;

    private final Clock clock =
            new Clock() {
                @Override
                public Moment now() {
                    return new Moment(42);
                }

                @Override
                public long wallMillis() {
                    return 0;
                }
            };
    private final HttpPeers peers = peers("herd", Optional.of(ApiProfile.TOKEN));

    private HttpPeers peers(String cluster, Optional<String> token) {
        return new HttpPeers(cluster, Herd.N2, () -> token.stream().toList(), clock::now);
    }

    @BeforeEach
    void reset() {
        agent.reset();
    }

    private static Member at(NodeName name, int port) {
        return new Member(
                name,
                "127.0.0.1",
                5432,
                "http://127.0.0.1:" + port,
                "running",
                "leader",
                new Timeline(2),
                Lsn.ZERO,
                Lsn.ZERO,
                false,
                "0.1.0",
                "");
    }

    private static Member real(NodeName name) {
        return at(
                name, ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class));
    }

    private static ServerSocket listener() throws Exception {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static <T> Reading<T> of(Map<NodeName, Reading<T>> answers, NodeName name) {
        return Objects.requireNonNull(answers.get(name));
    }

    private static <T> String why(Reading<T> reading) {
        return assertInstanceOf(Reading.Missing.class, reading).why();
    }

    @Test
    void reportArrivesWhole() {
        PeerReport r = agent.report;
        agent.report =
                new PeerReport(
                        r.name(),
                        r.primary(),
                        r.holdsLease(),
                        r.epoch(),
                        r.eligible(),
                        r.timeline(),
                        r.position(),
                        r.streaming(),
                        r.checkpointed(),
                        7,
                        true,
                        true,
                        new PeerNews("since then", Optional.of(Herd.N3), true, Bidding.FORCED));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    new Reading.Seen<>(agent.report, new Moment(42)),
                    peers.ask(List.of(real(Herd.N1)), DEADLINE).get(Herd.N1));
        }
    }

    @Test
    void whoDoesNotAnswerCostsNobodyElse() throws Exception {
        try (var mute = listener();
                var closed = listener()) {
            closed.close();
            long start = System.currentTimeMillis();
            var answers =
                    peers.ask(
                            List.of(
                                    real(Herd.N1),
                                    at(Herd.N2, mute.getLocalPort()),
                                    at(Herd.N3, mute.getLocalPort()),
                                    at(new NodeName("n4"), closed.getLocalPort())),
                            DEADLINE);
            long took = System.currentTimeMillis() - start;
            assertEquals(Set.of(Herd.N1, Herd.N3, new NodeName("n4")), answers.keySet());
            assertEquals(Optional.of(agent.report), of(answers, Herd.N1).seen());
            assertEquals("no answer within 400 ms", why(of(answers, Herd.N3)));
            assertEquals("Connection refused", why(of(answers, new NodeName("n4"))));
            assertTrue(took < 1000, () -> "the round took " + took + " ms");
        }
    }

    @Test
    void aTrickleDoesNotStretchTheDeadline() throws Exception {
        try (var server = listener()) {
            Thread.startVirtualThread(
                    () -> {
                        try (var s = server.accept()) {
                            s.getOutputStream().write(ascii("HTTP/1.1 200 OK\r\n"));
                            for (int i = 0; i < 100; i++) {
                                s.getOutputStream().write(ascii("X-Header-%d: y\r\n".formatted(i)));
                                Thread.sleep(50);
                            }
                        } catch (Exception _) {
                            // The caller hung up, as it should.
                        }
                    });
            long start = System.currentTimeMillis();
            var answers = peers.ask(List.of(at(Herd.N1, server.getLocalPort())), DEADLINE);
            assertEquals("no answer within 400 ms", why(of(answers, Herd.N1)));
            assertTrue(System.currentTimeMillis() - start < 1000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{\"name\":\"n1\"}",
                "{\"name\":\"n3\",\"primary\":true}",
                "{\"name\":\"n1\",\"primary\":\"yes\",\"holds_lease\":true,\"epoch\":3}",
                "{\"name\":\"n1\",\"primary\":true,\"holds_lease\":true,\"epoch\":3,"
                        + "\"eligible\":true,\"timeline\":99999999999,\"position\":\"0/1\"}",
                "{\"name\":\"n1\",\"primary\":true,\"holds_lease\":true,\"epoch\":3,"
                        + "\"eligible\":true,\"timeline\":1,\"position\":\"here\"}",
            })
    void malformedAnswersAreMissing(String body) throws Exception {
        try (var server = listener()) {
            Thread.startVirtualThread(
                    () -> {
                        try (var s = server.accept()) {
                            var _ = s.getInputStream().read(new byte[4096]);
                            s.getOutputStream()
                                    .write(
                                            ascii(
                                                    "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                                            .formatted(body.length(), body)));
                        } catch (Exception _) {
                            // The answer that this test is about did not get out; it will say so.
                        }
                    });
            var answers = peers.ask(List.of(at(Herd.N1, server.getLocalPort())), DEADLINE);
            String why = why(of(answers, Herd.N1));
            assertTrue(why.contains("malformed") || why.contains("in its place"), why);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void promiseAndRefusal() {
        var n1 = List.of(real(Herd.N1));
        assertEquals(Optional.of(true), of(peers.confirm(n1, QUESTION, DEADLINE), Herd.N1).seen());
        agent.confirms = false;
        assertEquals(Optional.of(false), of(peers.confirm(n1, QUESTION, DEADLINE), Herd.N1).seen());
        assertEquals(List.of(QUESTION, QUESTION), agent.questions);
    }

    @Test
    void withoutTheTokenNobodyIsAsked() {
        for (var token : List.of(Optional.<String>empty(), Optional.of("wrong"))) {
            // The first call of all, on a JVM that has loaded little yet: its time is not the
            // point.
            var answer =
                    peers("herd", token)
                            .confirm(List.of(real(Herd.N1)), QUESTION, Duration.ofSeconds(10));
            String why = why(of(answer, Herd.N1));
            assertTrue(why.startsWith("it answered 401: "), why);
        }
        assertEquals(List.of(), agent.questions);
    }

    /** It has heard of a new token, and the one that it asks has not yet. */
    @Test
    void anEarlierTokenIsBroughtWhereTheNewestIsRefused() {
        var rotated =
                new HttpPeers(
                        "herd", Herd.N2, () -> List.of("newest", ApiProfile.TOKEN), clock::now);
        var answer = rotated.confirm(List.of(real(Herd.N1)), QUESTION, DEADLINE);
        assertEquals(Optional.of(true), of(answer, Herd.N1).seen());
    }

    @Test
    void nobodysWordCountsForAnother() {
        var answer = of(peers.confirm(List.of(real(Herd.N3)), QUESTION, DEADLINE), Herd.N3);
        assertEquals("it answered 421: herd/n3 was meant, this is herd/n1", why(answer));
        var other = peers("flock", Optional.of(ApiProfile.TOKEN));
        var foreign = of(other.confirm(List.of(real(Herd.N1)), QUESTION, DEADLINE), Herd.N1);
        assertEquals("it answered 421: flock/n1 was meant, this is herd/n1", why(foreign));
        assertEquals(List.of(), agent.questions);
    }

    @Test
    void heirIsTold() {
        peers.tellHeir(real(Herd.N1), 4, DEADLINE);
        assertEquals(List.of(4L), agent.handovers);
    }

    @Test
    void noUrlIsNoAnswer() {
        var lost = at(Herd.N1, 1);
        for (String url : List.of("", "nowhere", "file:///etc/passwd", "http://", "a b")) {
            var member =
                    new Member(
                            lost.name(),
                            lost.host(),
                            lost.port(),
                            url,
                            lost.state(),
                            lost.role(),
                            lost.timeline(),
                            lost.received(),
                            lost.replayed(),
                            false,
                            "",
                            "");
            assertTrue(
                    why(of(peers.ask(List.of(member), DEADLINE), Herd.N1))
                            .contains("is no URL of an agent"));
        }
    }
}
