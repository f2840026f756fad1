package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A primary without Patroni and its standbys, each asked for itself. */
final class ServerAdoption {

    private final Session session;
    private final List<String> hindrances = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    ServerAdoption(Session session) {
        this.session = session;
    }

    /**
     * @param standbys where they answer; what the primary says of them when empty
     */
    Adoption of(Dsn at, Optional<String> cluster, List<String> standbys) throws Failure {
        ServerFacts primary = asked(at);
        if (primary.recovers()) {
            throw Failure.failed("%s is a standby: name its primary".formatted(at));
        }
        hindrances.addAll(ServerCheck.hindrances(primary));
        remarks.addAll(ServerCheck.remarks(primary));
        List<JsonNode> members = new ArrayList<>();
        members.add(member("n1", primary));
        remarks.add("n1 is the primary at " + at);
        for (Dsn standby : StandbyAddresses.of(primary, standbys)) {
            standby(primary, standby, "n" + (members.size() + 1), !standbys.isEmpty())
                    .ifPresent(members::add);
        }
        return new Adoption(
                cluster.orElseGet(() -> name(primary)),
                members,
                AdoptedSettings.of(primary),
                hindrances,
                remarks);
    }

    private ServerFacts asked(Dsn at) throws Failure {
        try {
            return ServerFacts.ask(session, at);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            throw Failure.failed(
                    why.contains("permission denied")
                            ? "%s is no superuser at %s: only one may read its settings and rules"
                                    .formatted(at.user(), at)
                            : "%s: %s".formatted(at, why));
        }
    }

    /** One that cannot be asked is no hindrance unless it was named: its agent clones it. */
    private Optional<JsonNode> standby(ServerFacts primary, Dsn at, String name, boolean wasNamed) {
        try {
            ServerFacts standby = ServerFacts.ask(session, at);
            if (standby.text("system").equals(primary.text("system")) && standby.recovers()) {
                hindrances.addAll(StandbyCheck.hindrances(standby, primary, name));
                remarks.add(
                        "%s is the standby at %s: it goes on without a copy".formatted(name, at));
                return Optional.of(member(name, standby));
            }
            unknown(at, "another server answers there", wasNamed);
        } catch (IOException e) {
            unknown(at, String.valueOf(e.getMessage()), wasNamed);
        }
        return Optional.empty();
    }

    private void unknown(Dsn at, String why, boolean wasNamed) {
        (wasNamed ? hindrances : remarks)
                .add(
                        "no standby of it answers at %s (%s): --standby HOST:PORT says where it does; without a file its agent clones it anew"
                                .formatted(at, why));
    }

    private static JsonNode member(String name, ServerFacts server) {
        return Documents.JSON
                .createObjectNode()
                .put("name", name)
                .put("host", server.at().host())
                .put("port", server.at().port())
                .put("data_dir", server.text("data_dir"));
    }

    /** Debian calls each of its clusters by its version, too, such as 15/main. */
    private static String name(ServerFacts primary) {
        String name = primary.text("cluster_name").replaceFirst("^[0-9]+/", "");
        return name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}") ? name : "main";
    }
}
