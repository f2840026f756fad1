package io.matriarch.wiring;

import io.matriarch.agent.Agent;
import io.matriarch.api.Serving;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.HostPort;
import io.matriarch.routing.ports.RolePort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The ports that are open only while this node has a role. */
final class RolePorts implements AutoCloseable {

    private final List<RolePort> ports = new ArrayList<>();

    RolePorts(AgentConfig config, Agent agent) {
        HostPort postgres = config.postgres().advertise();
        config.routing()
                .primaryListen()
                .ifPresent(at -> add("routing.primary-listen", at, postgres, agent::takesWrites));
        config.routing()
                .replicaListen()
                .ifPresent(
                        at ->
                                add(
                                        "routing.replica-listen",
                                        at,
                                        postgres,
                                        () -> Serving.reads(agent)));
    }

    private void add(String key, HostPort at, HostPort postgres, BooleanSupplier role) {
        ports.add(
                new RolePort(
                        InetSocketAddress.createUnresolved(at.host(), at.port()),
                        InetSocketAddress.createUnresolved(postgres.host(), postgres.port()),
                        role,
                        line ->
                                System.getLogger("matriarch")
                                        .log(System.Logger.Level.WARNING, key + ": " + line)));
    }

    void start() {
        ports.forEach(RolePort::start);
    }

    @Override
    public void close() {
        ports.forEach(RolePort::close);
    }
}
