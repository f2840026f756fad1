package io.matriarch.agent;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Timeline;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import io.matriarch.peers.FailsafeQuestion;
import io.matriarch.postgres.Reconfigured;
import io.matriarch.routing.Arrival;
import io.matriarch.routing.Routed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** All that can happen to an agent; the inbox is the only way in. */
public sealed interface Event {

    /** The time that the last step asked for has come. */
    record Tick() implements Event {}

    /** Somebody outside says that it is worth looking. */
    record Woken() implements Event {}

    record StoreRead(Reading<ClusterView> result, Moment asked) implements Event {}

    record HistoryRead(Reading<List<HistoryEntry>> result) implements Event {}

    /**
     * @param sent the moment before the write was sent
     * @param armed the switch has confirmed its new deadline
     */
    record LeaseWritten(Effect.WriteLease write, LeaseWrite result, Moment sent, boolean armed)
            implements Event {}

    record Looked(PostgresView view, Moment asked) implements Event {}

    record JobEnded(long number, PostgresJob job, JobOutcome outcome) implements Event {}

    record Killed(boolean gone) implements Event {}

    /** What the switch said when this agent started: an earlier run may have armed it. */
    record SwitchSeen(boolean armed) implements Event {}

    record Disarmed(boolean confirmed) implements Event {}

    record PeersAnswered(Map<NodeName, Reading<PeerReport>> answers, Moment asked)
            implements Event {}

    /**
     * @param confirmed every member asked has promised
     * @param asked the moment before the first question was sent
     */
    record FailsafeAnswered(
            Effect.AskFailsafe round, boolean confirmed, String why, Moment asked, boolean armed)
            implements Event {}

    record MemberPut(StoreWrite result) implements Event {}

    record RequestRemoved(String id, StoreWrite result) implements Event {}

    /**
     * @param timeline the one whose beginning was to be written
     */
    record ForkRecorded(Timeline timeline, StoreWrite result) implements Event {}

    /** A round of the routes has ended. */
    record RoutesEnded(Routed outcome) implements Event {}

    /** How far the newest change of the routes has come. */
    record RoutesArrived(Arrival arrival) implements Event {}

    /** How the archive of the log fares. */
    record ArchiveSeen(ArchiveHealth.View view) implements Event {}

    /**
     * How base backups fare.
     *
     * @param trouble what an operator should know; empty when all is well
     */
    record BackupsSeen(Optional<String> trouble) implements Event {}

    /** What became of a machine that was to be stopped. */
    record FenceEnded(Effect.Fence asked, Fenced outcome) implements Event {}

    record MachinesSought(Reading<Set<String>> gone) implements Event {}

    record MemberRemoved(NodeName name, StoreWrite result) implements Event {}

    record Configured(Effect.Configure asked, Reconfigured how) implements Event {}

    record ConfigPut(StoreWrite result) implements Event {}

    /**
     * @param trouble why the role is not shown; empty when it is
     */
    record RoleShown(Optional<String> trouble) implements Event {}

    /**
     * What the host says of the machine's end; empty when it says nothing, or has taken it back.
     */
    record Noticed(Optional<Notice> notice) implements Event {}

    record StandingSeen(GroupView.Standing standing) implements Event {}

    /**
     * @param failure why the group did not take it, in one line
     */
    record GroupTold(GroupWord word, Optional<String> failure) implements Event {}

    record RemoteAsked(RemoteView view) implements Event {}

    record SlotsTended(SlotView view) implements Event {}

    /** The postmaster has ended. */
    record Exited() implements Event {}

    /** Another member cannot reach the store and asks for a promise; answered in this step. */
    record FailsafeAsked(FailsafeQuestion question, Consumer<Boolean> answer) implements Event {}

    /** Another member wants a fresh report; answered after the next look. */
    record ReportAsked(Consumer<PeerReport> answer) implements Event {}

    record HandedOver(long epoch) implements Event {}

    /** An operator asks something of this node's PostgreSQL. */
    record OrderGiven(Order order) implements Event {}

    /** What would become of an order; answered in this step, and nothing is done. */
    record TrialAsked(Order order, Consumer<OrderOutcome> answer) implements Event {}

    /** The operator's word on this node was read anew. */
    record Tagged(Tags tags) implements Event {}

    record PlanRemoved(String id, StoreWrite result) implements Event {}

    record StopAsked() implements Event {}
}
