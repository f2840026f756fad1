package io.matriarch.wiring;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.process.LocalPostgres;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.Login;
import io.matriarch.postgres.sql.Roles;
import io.matriarch.secrets.RolePasswords;
import io.matriarch.secrets.SecretName;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The passwords of the two roles that the agents log in as. */
record ServerPasswords(Agent agent, PostgresSettings settings, LocalPostgres postgres)
        implements RolePasswords {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Override
    public Answer lets(SecretName role, String value) {
        Optional<Login> leader = leader();
        if (leader.isEmpty()) {
            return new Answer.Silent("there is no leader that could know the new one");
        }
        try (var _ = leader.get().open(name(role), value, LIMIT)) {
            return new Answer.Yes();
        } catch (SQLException e) {
            return Login.isRefused(e) ? new Answer.No() : silent("the leader", e);
        }
    }

    @Override
    public boolean leadsHere() {
        return agent.takesWrites();
    }

    @Override
    public Answer change(SecretName role, String value) {
        try {
            return Bounded.run(
                    local(),
                    LIMIT,
                    connection -> {
                        Roles.changePassword(connection, name(role), value);
                        return new Answer.Yes();
                    });
        } catch (SQLException e) {
            return silent("this server", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Silent("interrupted");
        }
    }

    @Override
    public void renew() throws IOException {
        postgres.renewPassfile();
    }

    private Login local() {
        return new Login(settings.localHost(), settings.port(), settings.superuserPasswordFile());
    }

    /** The member that holds the lease, wherever it is. */
    private Optional<Login> leader() {
        if (leadsHere()) {
            return Optional.of(local());
        }
        Snapshot now = agent.snapshot();
        Optional<Member> member =
                now.store()
                        .flatMap(ClusterView::lease)
                        .filter(lease -> !lease.released())
                        .map(LeaseView::holder)
                        .flatMap(
                                holder ->
                                        Optional.ofNullable(
                                                now.store().orElseThrow().members().get(holder)));
        return member.map(m -> new Login(m.host(), m.port(), settings.superuserPasswordFile()));
    }

    private String name(SecretName role) {
        return role == SecretName.REPLICATION
                ? settings.replicationUser()
                : PostgresSettings.SUPERUSER;
    }

    private static Answer silent(String who, SQLException e) {
        return new Answer.Silent(
                who
                        + " does not answer: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
}
