package io.matriarch.agent;

import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.peers.FailsafeQuestion;
import io.matriarch.routing.RoutePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the loop starts and does not wait for: each ends with an {@link Event}. */
public sealed interface Effect {

    record ReadStore() implements Effect {}

    record ReadHistory() implements Effect {}

    /**
     * Stamp the switch's clock, note the moment, write; when it is won and {@code holds}, arm the
     * switch from that stamp (S1, S3).
     *
     * @param holds this node holds the lease once this is written
     * @param timers by which it then holds it: never for longer than {@code next} says
     */
    record WriteLease(LeaseView next, LeaseCondition condition, boolean holds, LeaseTimers timers)
            implements Effect {}

    record Look() implements Effect {}

    /**
     * @param number tells this job's end from an earlier one's
     */
    record RunJob(long number, PostgresJob job) implements Effect {}

    record CancelJob() implements Effect {}

    record Kill() implements Effect {}

    record Disarm() implements Effect {}

    record AskPeers(List<Member> members, Duration deadline) implements Effect {}

    /**
     * Stamp, note the moment, ask everybody; when all confirm, arm the switch from that stamp.
     *
     * @param lease the one that is to be kept alive
     * @param timers by which it then counts
     */
    record AskFailsafe(
            LeaseView lease,
            List<Member> members,
            FailsafeQuestion question,
            Duration deadline,
            LeaseTimers timers)
            implements Effect {}

    record TellHeir(Member heir, long epoch) implements Effect {}

    record PutMember(Member member) implements Effect {}

    record RemoveRequest(String id) implements Effect {}

    record RemovePlan(Plan plan) implements Effect {}

    /**
     * @param validUntil the lease ends then: nothing is written after it
     */
    record Route(RoutePlan plan, Moment validUntil) implements Effect {}

    /** Ends in {@link Event.RoutesArrived}. */
    record SeeRoutes() implements Effect {}

    record TellGroup(GroupWord word) implements Effect {}

    /** Reads how the timeline began, and writes it to the history. */
    record RecordFork(Timeline timeline) implements Effect {}

    /**
     * Has the machine of a former leader stopped.
     *
     * @param epoch of the lease under which this is done
     * @param validUntil the lease ends then: nothing is sent after it
     */
    record Fence(NodeName member, String instance, long epoch, Moment validUntil)
            implements Effect {}

    /** Which of these are gone for good? */
    record SeekMachines(Set<String> instances) implements Effect {}

    record RemoveMember(NodeName name) implements Effect {}

    /** PostgreSQL's configuration, written again and read by a server that runs. */
    record Configure(ServerSettings server, Replication.Mode mode) implements Effect {}

    /**
     * Makes the permanent slots, or moves them on.
     *
     * @param leader whom this standby follows; empty on the leader itself
     */
    record TendSlots(Optional<Upstream> leader) implements Effect {}

    /** Where does it take writes, and does it? */
    record AskRemote(StandbyOf other) implements Effect {}

    /**
     * The first document of the cluster.
     *
     * @param over the version that it replaces; 0 when there is none
     */
    record PutConfig(ConfigDocument next, long over) implements Effect {}

    /** On this node's own machine. */
    record ShowRole(String role) implements Effect {}
}
