package io.matriarch.demo;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Does a fault to a leader, and undoes what can be undone. */
final class Damage implements AutoCloseable {
    private static final int LOOKS = 20;

    private final Herd herd;
    private final Fault fault;
    private final HerdNode leader;
    private Optional<BusyMachine> busy = Optional.empty();

    Damage(Herd herd, Fault fault, HerdNode leader) {
        this.herd = herd;
        this.fault = fault;
        this.leader = leader;
    }

    void inflict() throws IOException, InterruptedException, Failed {
        switch (fault) {
            case Fault.Switchover _ -> switchover();
            case Fault.PostgresKill _ -> leader.killPostmaster();
            case Fault.NodeKill _ -> leader.kill();
            case Fault.NodeDestroy _ -> leader.destroy();
            case Fault.AgentKill _ -> leader.killAgent();
            case Fault.AgentStop _ -> leader.stopAgent();
            case Fault.StoreHang _ -> herd.store().off();
            case Fault.StoreRefuse _ -> herd.gate().refuse();
            case Fault.PostgresStop _ -> leader.stopPostgres();
            case Fault.Load _ -> busy = Optional.of(BusyMachine.start(leader.door()));
            case Fault.Idle _ -> {}
        }
    }

    /** What was killed is started again, what stands still goes on. */
    void heal() throws IOException {
        switch (fault) {
            case Fault.NodeKill _, Fault.NodeDestroy _, Fault.AgentKill _ -> leader.start();
            case Fault.AgentStop _, Fault.PostgresStop _ -> leader.cont();
            case Fault.StoreHang _ -> herd.store().on();
            case Fault.StoreRefuse _ -> herd.gate().pass();
            case Fault.Load _ -> close();
            case Fault.Switchover _, Fault.PostgresKill _, Fault.Idle _ -> {}
        }
    }

    @Override
    public void close() {
        busy.ifPresent(BusyMachine::close);
        busy = Optional.empty();
    }

    /** What the members have told the leader may be older by a beat than what they show. */
    private void switchover() throws IOException, InterruptedException, Failed {
        NodeApi.Reply reply = leader.api().switchover(leader.name(), Optional.empty());
        for (int i = 0; i < LOOKS && reply.text().contains("no good candidates"); i++) {
            TimeUnit.MILLISECONDS.sleep(500);
            reply = leader.api().switchover(leader.name(), Optional.empty());
        }
        if (!reply.done()) {
            throw new Failed("the switchover was refused: " + reply.text());
        }
    }
}
