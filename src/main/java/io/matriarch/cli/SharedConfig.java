package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.DocumentFit;
import io.matriarch.cluster.DocumentReader;
import io.matriarch.cluster.DocumentTree;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.SideChange;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.config.DocumentCheck;
import io.matriarch.config.DocumentText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cluster's document: by an agent, or by the store when no agent answers. */
final class SharedConfig {

    private final Session session;
    private final Where where;

    SharedConfig(Session session, Where where) {
        this.session = session;
        this.where = where;
    }

    ConfigDocument read() throws Failure {
        try {
            return parsed(answered(where.reader(session).config()));
        } catch (AgentClient.Unreachable e) {
            return new StoreFallback(session, where, e)
                    .read(StoreReader::read, (_, view) -> inStore(view));
        }
    }

    /** Who goes by it, for people. */
    String members() throws Failure {
        try {
            return Members.names(
                    where.reader(session).get("/cluster", ClusterDocument.class).members());
        } catch (AgentClient.Unreachable _) {
            return "all members";
        }
    }

    private static ConfigDocument inStore(ClusterView view) {
        return view.config().orElseGet(() -> new ConfigDocument(0, new TreeMap<>()));
    }

    private static ConfigDocument parsed(AgentClient.Reply reply) {
        SortedMap<String, String> values =
                DocumentTree.merged(
                        new TreeMap<>(), DocumentTree.flat(DocumentText.parse(reply.body())));
        return new ConfigDocument(reply.version(), values);
    }

    private static AgentClient.Reply answered(AgentClient.Reply reply) throws Failure {
        if (reply.status() != 200) {
            throw Failure.failed(reply.body());
        }
        return reply;
    }

    /**
     * Puts these values in the place of {@code before}; nothing is stored when one cannot be.
     *
     * @param dryRun checks only
     * @param force although the cluster changes sides, and something speaks against that
     * @throws Conflict when somebody else has changed the document since
     */
    void replace(
            ConfigDocument before, SortedMap<String, String> values, boolean dryRun, boolean force)
            throws Failure, Conflict {
        try {
            AgentClient.Reply reply =
                    where.operator(session)
                            .putConfig(
                                    Documents.json(DocumentTree.nested(values)),
                                    before.version(),
                                    dryRun,
                                    force);
            if (reply.status() == 409) {
                throw new Conflict(reply.body());
            }
            var _ = answered(reply);
        } catch (AgentClient.Unreachable e) {
            if (!force) {
                refuseOtherSide(e, before, values);
            }
            inStore(e, before, values, dryRun);
        }
    }

    /** Only an agent can ask the other cluster. */
    private static void refuseOtherSide(
            AgentClient.Unreachable unreachable,
            ConfigDocument before,
            SortedMap<String, String> values)
            throws Failure {
        var check = new DocumentCheck();
        Optional<StandbyOf> was =
                before.flaw().isEmpty()
                        ? SideChange.followed(check, before.values())
                        : Optional.of(StandbyOf.UNREADABLE);
        Optional<SideChange> change = SideChange.between(was, SideChange.followed(check, values));
        if (change.isPresent()) {
            throw Failure.failed(change.get().unasked(unreachable.line()));
        }
    }

    /** PostgreSQL can be asked only by its agent: what it would refuse is not known here. */
    private void inStore(
            AgentClient.Unreachable unreachable,
            ConfigDocument before,
            SortedMap<String, String> values,
            boolean dryRun)
            throws Failure, Conflict {
        if (!where.hasConfig(session)) {
            throw Failure.failed(unreachable.line());
        }
        try (StoreReader store = where.store(session)) {
            if (!(store.read() instanceof Reading.Seen<ClusterView>(var view, _))) {
                throw Failure.failed(
                        "%s; nor can %s be read".formatted(unreachable.line(), store.name()));
            }
            List<String> wrong = problems(values, view);
            if (!wrong.isEmpty()) {
                throw Failure.failed(String.join("\n", wrong));
            }
            if (dryRun) {
                return;
            }
            Optional<String> conflict = store.putConfig(before.next(values), before.version());
            if (conflict.isPresent()) {
                throw new Conflict(conflict.get());
            }
            session.err()
                    .println(
                            "matriarch: no agent answers, so nobody has asked PostgreSQL whether it"
                                    + " takes these values");
        } catch (IllegalArgumentException e) {
            throw Failure.failed(unreachable.line() + "; " + e.getMessage());
        }
    }

    private static List<String> problems(SortedMap<String, String> values, ClusterView view) {
        var check = new DocumentCheck();
        List<String> wrong = new ArrayList<>(check.problems(values));
        if (check.read(values) instanceof DocumentReader.Read.Good(var good)) {
            wrong.addAll(DocumentFit.problems(before(check, view), good, view));
        }
        return wrong;
    }

    private static Optional<ClusterSettings> before(DocumentCheck check, ClusterView view) {
        return view.config()
                .filter(c -> c.flaw().isEmpty())
                .flatMap(
                        c ->
                                check.read(c.values()) instanceof DocumentReader.Read.Good(var s)
                                        ? Optional.of(s)
                                        : Optional.empty());
    }

    /** Somebody else was faster. */
    static final class Conflict extends Exception {
        private static final long serialVersionUID = 1;

        Conflict(String why) {
            super(why);
        }
    }
}
