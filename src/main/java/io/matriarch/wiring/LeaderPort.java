package io.matriarch.wiring;

import io.matriarch.agent.Agent;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.HostPort;
import io.matriarch.routing.ports.RolePort;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The port that is open only while this node leads. */
record LeaderPort(Optional<RolePort> port) implements AutoCloseable {

    static LeaderPort of(AgentConfig config, Agent agent) {
        HostPort postgres = config.postgres().advertise();
        return new LeaderPort(
                config.routing()
                        .primaryListen()
                        .map(
                                at ->
                                        new RolePort(
                                                address(at),
                                                address(postgres),
                                                agent::takesWrites,
                                                LeaderPort::warn)));
    }

    /** Looked up at each use: an address may come to this machine later than the agent. */
    private static InetSocketAddress address(HostPort at) {
        return InetSocketAddress.createUnresolved(at.host(), at.port());
    }

    private static void warn(String line) {
        System.getLogger("matriarch")
                .log(System.Logger.Level.WARNING, "routing.primary-listen: " + line);
    }

    void start() {
        port.ifPresent(RolePort::start);
    }

    @Override
    public void close() {
        port.ifPresent(RolePort::close);
    }
}
