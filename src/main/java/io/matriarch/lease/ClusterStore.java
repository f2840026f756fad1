package io.matriarch.lease;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Reading;
import java.util.List;
import java.util.Optional;

/**
 * The store that every member reads and only conditional writes change. Each call blocks, makes one
 * attempt with the store's own short deadline, and never throws: what goes wrong is a result.
 */
public interface ClusterStore {

    /** Lease, members, request and document in one strongly consistent read. */
    Reading<ClusterView> read();

    /**
     * Writes {@code next} as a whole when {@code condition} holds: take, renew, hand over and
     * release are this one write. A refusal that shows {@code next} itself is a lost answer, and
     * comes back as {@link LeaseWrite.Won}.
     */
    LeaseWrite write(LeaseView next, LeaseCondition condition);

    StoreWrite putMember(Member member);

    StoreWrite removeMember(NodeName name);

    /** Refused when another request is open. */
    StoreWrite putRequest(OperatorRequest request);

    /** Removes the request with this id; gone already is written, too. */
    StoreWrite removeRequest(String id);

    /** Refused when another switchover is planned, or another restart of the same member. */
    StoreWrite putPlan(Plan plan);

    /** Removes this very plan; gone already is written, too. */
    StoreWrite removePlan(Plan plan);

    /** Removes what is planned for this member, or the switchover; a conflict when nothing is. */
    StoreWrite dropPlan(Optional<NodeName> member);

    /**
     * Puts the cluster's document there when nobody has changed it meanwhile.
     *
     * @param over the version that it replaces; 0 when there is none to be read
     */
    StoreWrite putConfig(ConfigDocument next, long over);

    /** Refused when the cluster is paused already. */
    StoreWrite putPause(Pause pause);

    /** Refused when the cluster is not paused. */
    StoreWrite removePause();

    /** Oldest first. */
    Reading<List<HistoryEntry>> history();

    /** Written once per timeline: an entry that is there already stays as it is. */
    StoreWrite addHistory(HistoryEntry entry);
}
