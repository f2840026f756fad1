package io.matriarch.peers.http;

import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import io.matriarch.peers.FailsafeQuestion;
import io.matriarch.peers.Peers;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the other agents over their API, each on a virtual thread. An interrupt closes the socket
 * that such a thread waits on, so the deadline holds whatever the other side does.
 */
public final class HttpPeers implements Peers {
    private final NodeName self;
    private final Supplier<Moment> clock;
    private final PeerCall call;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param self is left out of every round
     * @param tokens what the peers' mutating calls need, the newest first; none when the cluster
     *     has none
     */
    public HttpPeers(
            String cluster, NodeName self, Supplier<List<String>> tokens, Supplier<Moment> clock) {
        this.self = self;
        this.clock = clock;
        this.call = new PeerCall(cluster, self, tokens);
    }

    @Override
    public Map<NodeName, Reading<PeerReport>> ask(Collection<Member> members, Duration deadline) {
        return round(members, deadline, m -> PeerJson.report(call.get(m, "peer", deadline), m));
    }

    @Override
    public Map<NodeName, Reading<Boolean>> confirm(
            Collection<Member> members, FailsafeQuestion question, Duration deadline) {
        String body = PeerJson.failsafe(question);
        return round(
                members, deadline, m -> PeerJson.promise(call.post(m, "failsafe", body, deadline)));
    }

    @Override
    public void tellHeir(Member heir, long epoch, Duration deadline) {
        String body = PeerJson.handover(epoch);
        var _ =
                round(
                        List.of(heir),
                        deadline,
                        m -> PeerJson.heard(call.post(m, "handover", body, deadline)));
    }

    /** One question to one member; whatever it throws is why the answer is missing. */
    private interface Question<T> {
        T ask(Member member) throws Exception;
    }

    private <T> Map<NodeName, Reading<T>> round(
            Collection<Member> members, Duration deadline, Question<T> question) {
        List<Member> others = members.stream().filter(m -> !m.name().equals(self)).toList();
        Map<NodeName, Reading<T>> answers = new LinkedHashMap<>();
        try {
            // Before the first question is sent: a promise counts from here (S5).
            Moment at = clock.get();
            List<Callable<T>> calls =
                    others.stream().<Callable<T>>map(m -> () -> question.ask(m)).toList();
            List<Future<T>> futures =
                    threads.invokeAll(calls, deadline.toNanos(), TimeUnit.NANOSECONDS);
            for (int i = 0; i < others.size(); i++) {
                answers.put(others.get(i).name(), reading(futures.get(i), at, deadline));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            others.forEach(m -> answers.put(m.name(), new Reading.Missing<>("interrupted")));
        }
        return answers;
    }

    private static <T> Reading<T> reading(Future<T> future, Moment at, Duration deadline)
            throws InterruptedException {
        try {
            return new Reading.Seen<>(future.get(), at);
        } catch (CancellationException _) {
            return late(deadline);
        } catch (ExecutionException e) {
            return e.getCause() instanceof java.net.SocketTimeoutException
                    ? late(deadline)
                    : new Reading.Missing<>(Why.of(e.getCause()));
        }
    }

    private static <T> Reading<T> late(Duration deadline) {
        return new Reading.Missing<>("no answer within %d ms".formatted(deadline.toMillis()));
    }
}
