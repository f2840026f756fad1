package io.matriarch.peers;

import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** The other agents. All are asked at once; whoever has not answered in time is missing. */
public interface Peers {

    Map<NodeName, Reading<PeerReport>> ask(Collection<Member> members, Duration deadline);

    /** Asks each for its promise (S5); true where it was given. */
    Map<NodeName, Reading<Boolean>> confirm(
            Collection<Member> members, FailsafeQuestion question, Duration deadline);

    /** Tells the heir that the lease now names it; a hint, the lease alone counts. */
    void tellHeir(Member heir, long epoch, Duration deadline);
}
