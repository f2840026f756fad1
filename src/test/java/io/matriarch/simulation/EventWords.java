package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.lease.LeaseWrite;
import java.util.Map;
import java.util.TreeMap;

/** What reaches an agent, in words: the small print of a story. */
final class EventWords {

    private EventWords() {}

    static String of(Event event) {
        return switch (event) {
            case Event.Tick _ -> "a tick";
            case Event.Woken _ -> "woken";
            case Event.StoreRead e -> "the store: " + store(e.result());
            case Event.HistoryRead e ->
                    "the history: " + e.result().seen().map(Object::toString).orElse("no answer");
            case Event.LeaseWritten e ->
                    "its write of the lease "
                            + written(e.result())
                            + (e.armed() ? ", the switch is armed" : "");
            case Event.Looked e -> "PostgreSQL " + server(e.view());
            case Event.JobEnded e -> "the end of " + e.job().words() + ": " + outcome(e.outcome());
            case Event.Killed e -> e.gone() ? "PostgreSQL is killed" : "PostgreSQL lives on";
            case Event.SwitchSeen e -> "the switch is " + (e.armed() ? "armed" : "at rest");
            case Event.Disarmed e -> "the switch " + (e.confirmed() ? "rests" : "does not answer");
            case Event.PeersAnswered e -> "its peers: " + peers(new TreeMap<>(e.answers()));
            case Event.FailsafeAnswered e -> "the failsafe: " + e.why();
            case Event.MemberPut e -> "its entry: " + e.result();
            case Event.RequestRemoved e -> "request " + e.id() + " removed: " + e.result();
            case Event.ForkRecorded e -> "its timeline in the history: " + e.result();
            case Event.ArchiveSeen e -> "the archive: " + e.view().trouble().orElse("it is well");
            case Event.BackupsSeen e -> "base backups: " + e.trouble().orElse("they are well");
            case Event.RoutesEnded e -> "the routes: " + e.outcome();
            case Event.RoutesArrived e -> "the change of the routes: " + e.arrival();
            case Event.FenceEnded e -> "the machine of " + e.asked().member() + ": " + e.outcome();
            case Event.MachinesSought e -> "machines that are gone: " + e.gone();
            case Event.MemberRemoved e -> e.name() + " off the list: " + e.result();
            case Event.Configured e -> "configured: " + e.how();
            case Event.ConfigPut(var result) -> "document: " + result;
            case Event.RoleShown e -> "its role is shown: " + e.trouble().orElse("well");
            case Event.RemoteAsked e -> "the other cluster: " + e.view();
            case Event.SlotsTended e -> "its slots: " + e.view();
            case Event.Exited _ -> "PostgreSQL has ended";
            case Event.FailsafeAsked e ->
                    e.question().leader() + " asks for a promise in epoch " + e.question().epoch();
            case Event.ReportAsked _ -> "a peer asks for a report";
            case Event.HandedOver e -> "it is told that it is the heir in epoch " + e.epoch();
            case Event.OrderGiven e -> "it is asked for a " + e.order().words();
            case Event.TrialAsked e ->
                    "it is asked what a %s would do".formatted(e.order().words());
            case Event.Tagged e -> "its tags: " + e.tags().shown();
            case Event.PlanRemoved e -> "plan " + e.id() + " removed: " + e.result();
            case Event.StopAsked _ -> "it is told to end";
            case Event.Noticed e ->
                    "its host: " + e.notice().map(n -> n.said()).orElse("nothing to say");
            case Event.StandingSeen e -> "its group: " + e.standing();
            case Event.GroupTold e ->
                    "its group "
                            + e.failure()
                                    .map(f -> "did not take " + e.word() + ": " + f)
                                    .orElse("took " + e.word());
        };
    }

    private static String store(Reading<ClusterView> reading) {
        return switch (reading) {
            case Reading.Missing<ClusterView>(var why) -> why;
            case Reading.Seen<ClusterView>(var view, _) ->
                    view.lease().map(EventWords::lease).orElse("no lease")
                            + ", members "
                            + new TreeMap<>(view.members()).keySet()
                            + view.request().map(r -> ", " + r).orElse("");
        };
    }

    static String lease(LeaseView l) {
        return "lease of %s, epoch %d, beat %d, timeline %s at %s, failsafe %s, sync set %s%s"
                .formatted(
                        l.holder(),
                        l.epoch(),
                        l.beat(),
                        l.timeline(),
                        l.lsn(),
                        l.failsafe().stream().sorted().toList(),
                        l.sync().isEmpty() ? "none" : l.sync().needed() + " of " + l.sync().names(),
                        l.released() ? ", released" : "");
    }

    private static String written(LeaseWrite result) {
        return switch (result) {
            case LeaseWrite.Won(var lease) -> "is confirmed: " + lease(lease);
            case LeaseWrite.Refused(var current) ->
                    "is refused: " + current.map(EventWords::lease).orElse("no lease");
            case LeaseWrite.Unknown(var why) -> "may or may not have worked: " + why;
        };
    }

    private static String server(PostgresView view) {
        return switch (view) {
            case PostgresView.Primary p ->
                    "takes writes on timeline %s at %s, %d followers%s"
                            .formatted(
                                    p.timeline(),
                                    p.position(),
                                    p.followers().size(),
                                    p.checkpointed() ? "" : ", no checkpoint yet");
            case PostgresView.Standby s ->
                    "replays timeline %s at %s, %s"
                            .formatted(
                                    s.timeline(),
                                    s.position(),
                                    s.streaming() ? "streaming" : "not streaming");
            case PostgresView.Down d -> "is down: " + d.control().state();
            case PostgresView.Starting _ -> "starts";
            case PostgresView.Silent s -> s.working() ? "is slow to answer" : "does not answer";
            case PostgresView.Absent _ -> "has no data";
            case PostgresView.Unusable u -> "is not usable: " + u.why();
        };
    }

    private static String outcome(JobOutcome outcome) {
        return switch (outcome) {
            case JobOutcome.Done _ -> "done";
            case JobOutcome.Rewound r -> "done, " + r;
            case JobOutcome.Failed(var why) -> why;
        };
    }

    private static String peers(Map<?, Reading<PeerReport>> answers) {
        StringBuilder all = new StringBuilder();
        answers.forEach(
                (name, answer) ->
                        all.append(all.isEmpty() ? "" : "; ")
                                .append(name)
                                .append(answer.seen().map(EventWords::peer).orElse(": no answer")));
        return all.isEmpty() ? "none" : all.toString();
    }

    private static String peer(PeerReport r) {
        return "%s on timeline %s at %s%s%s"
                .formatted(
                        r.primary() ? " takes writes" : "",
                        r.timeline(),
                        r.position(),
                        r.holdsLease() ? ", holds epoch " + r.epoch() : "",
                        r.eligible() ? ", may lead" : "");
    }
}
