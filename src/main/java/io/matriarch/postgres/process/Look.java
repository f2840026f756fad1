package io.matriarch.postgres.process;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.StandbyNames;
import io.matriarch.postgres.files.WalDirectory;
import io.matriarch.postgres.sql.Answer;
import io.matriarch.postgres.sql.ServerStatus;
import io.matriarch.postgres.sql.StatusProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out what is there, within a deadline. Not for several callers at once. */
final class Look implements AutoCloseable {

    private static final Duration LEAST = Duration.ofMillis(50);

    private final Node node;
    private final StatusProbe probe;
    private final CpuUse cpu = new CpuUse();
    private SystemId systemId = SystemId.NONE;

    Look(Node node) {
        this.node = node;
        this.probe = new StatusProbe(node.local());
    }

    PostgresView within(Duration limit) throws InterruptedException {
        Moment end = node.clock().get().plus(limit);
        Optional<SwitchClient.Status> status = node.lifeline().status();
        OptionalLong present = PidFile.server(node.settings().dataDir());
        if (status.isPresent() && status.get().pid() != 0) {
            return running(status.get().pid(), end);
        }
        if (status.isEmpty() && present.isPresent()) {
            // The switch did not answer in time; the server that it started is there all the same.
            return running(present.getAsLong(), end);
        }
        probe.drop();
        if (status.isPresent() && status.get().left() > 0) {
            return silent("processes of the last server are still there", false);
        }
        if (present.isPresent()) {
            return new PostgresView.Unusable(
                    ServerProcess.foreign(node.settings().dataDir(), present.getAsLong()));
        }
        return atRest(end);
    }

    private PostgresView atRest(Moment end) throws InterruptedException {
        DataDirectory data = node.data();
        return switch (data.content()) {
            case DataDirectory.Content.Nothing() -> {
                systemId = SystemId.NONE;
                yield new PostgresView.Absent();
            }
            case DataDirectory.Content.Foreign(var why) -> new PostgresView.Unusable(why);
            case DataDirectory.Content.Cluster(var version) -> down(data, version, end);
        };
    }

    private PostgresView down(DataDirectory data, String version, Moment end)
            throws InterruptedException {
        try {
            int major = node.programs().major();
            if (!version.equals(Integer.toString(major))) {
                return new PostgresView.Unusable(Starting.otherVersion(data, version, major));
            }
            ControlData control = node.control(rest(end));
            systemId = control.systemId();
            return new PostgresView.Down(control, data.standbySignal());
        } catch (JobFailure e) {
            return new PostgresView.Unusable(JobFailure.words(e));
        }
    }

    private PostgresView running(long pid, Moment end) throws InterruptedException {
        boolean used = cpu.usedSince(pid);
        if (ProcFs.stat(pid).filter(ProcFs.Stat::stopped).isPresent()) {
            return silent("PostgreSQL's main process is stopped (SIGSTOP)", false);
        }
        return switch (probe.look(rest(end))) {
            case Answer.Told(var status) -> told(status);
            case Answer.NotYet _ -> {
                learnSystemId(end);
                yield new PostgresView.Starting(node.data().standbySignal(), systemId);
            }
            case Answer.Refused(var why) -> {
                learnSystemId(end);
                yield silent(why, true);
            }
            case Answer.Mute(var why) -> silent(why, used);
        };
    }

    private PostgresView told(ServerStatus s) {
        systemId = s.systemId();
        if (!s.standby()) {
            return new PostgresView.Primary(
                    s.systemId(),
                    s.timeline(),
                    s.position(),
                    s.checkpointed(),
                    s.pendingRestart(),
                    s.followers(),
                    s.version(),
                    s.startedAt(),
                    StandbyNames.parse(s.standbyNames(), open()),
                    s.hasty(),
                    s.pending());
        }
        return new PostgresView.Standby(
                s.systemId(),
                timeline(s),
                s.received(),
                s.replayed(),
                s.streaming(),
                s.pendingRestart(),
                node.data().upstream(),
                s.version(),
                s.startedAt(),
                s.replayedAt(),
                s.replayPaused(),
                s.whole() && node.data().upstream().isEmpty(),
                s.pending(),
                s.followers());
    }

    /** The files say whether clients may log in; one that cannot be read keeps them out. */
    private boolean open() {
        try {
            return node.data().syncWait().open();
        } catch (IOException _) {
            return false;
        }
    }

    private Timeline timeline(ServerStatus s) {
        if (s.streaming()) {
            return s.timeline();
        }
        Timeline written = WalDirectory.newest(node.settings().dataDir());
        return written.isAfter(s.timeline()) ? written : s.timeline();
    }

    private PostgresView silent(String why, boolean working) {
        return new PostgresView.Silent(why, working, node.data().standbySignal(), systemId);
    }

    private void learnSystemId(Moment end) throws InterruptedException {
        if (systemId.isKnown()) {
            return;
        }
        try {
            systemId = node.control(rest(end)).systemId();
        } catch (JobFailure _) {
            // It is not known, then.
        }
    }

    private Duration rest(Moment end) {
        Duration rest = end.since(node.clock().get());
        return rest.compareTo(LEAST) < 0 ? LEAST : rest;
    }

    @Override
    public void close() {
        probe.close();
    }
}
