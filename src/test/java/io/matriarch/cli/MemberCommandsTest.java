package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reinit, reload, flush, query, remove and version. */
final class MemberCommandsTest {
    private static final String NEWEST =
            "{\"patroni\":{\"name\":\"n2\"},\"order\":{%s\"newest\":{\"id\":\"%s\",\"what\":\"reinitialization\",\"end\":\"%s\",\"words\":\"%s\"}}}";

    private final AgentHerd herd;
    private final CommandRun command;

    @TempDir Path folder = Path.of("");

    MemberCommandsTest() throws Exception {
        herd = new AgentHerd();
        command = herd.command;
        command.rounds = 9;
        herd.at("n2", "/reinitialize", 200, "reinitialize started");
    }

    @AfterEach
    void close() {
        herd.close();
    }

    private void order(String doing, String id, String end, String words) {
        String now = doing.isEmpty() ? "" : "\"doing\":\"" + doing + "\",";
        herd.at("n2", "/patroni", 200, NEWEST.formatted(now, id, end, words));
    }

    /** The old data streams again, as it did before. */
    @Test
    void aCopyThatFailedIsToldWithItsReason() {
        order("", "old", "done", "reinitialized");
        command.meanwhile =
                () ->
                        order(
                                "",
                                "new",
                                "failed",
                                "reinitialization failed: no space left on device");
        herd.at("n2", "/reinitialize", 200, "reinitialize started");
        command.rounds = 3;
        order("reinitialization", "old", "done", "reinitialized");
        assertEquals(1, command.run("reinit", "n2", "--wait", "--yes"));
        assertEquals(
                "matriarch: n2: reinitialization failed: no space left on device\n", command.err);
    }

    @Test
    void aCopyThatIsWholeIsWaitedForUntilItStreams() {
        order("reinitialization", "old", "failed", "an earlier one");
        herd.state("n2", "creating replica");
        List<Runnable> then = new ArrayList<>();
        then.add(() -> order("", "new", "done", "reinitialized"));
        then.add(() -> herd.state("n2", "starting"));
        then.add(() -> herd.state("n2", "streaming"));
        command.meanwhile = () -> then.removeFirst().run();
        assertEquals(0, command.run("reinit", "n2", "--wait", "--yes"), () -> command.err);
        assertTrue(then.isEmpty() && command.out.contains("n2: reinitialized\n"), command.out);
    }

    @Test
    void oneThatTakesItsLogFromTheArchiveIsBackWhenItRuns() {
        herd.with("n2", "\"tags\":{\"nostream\":\"true\"}").state("n2", "running");
        order("reinitialization", "old", "done", "reinitialized");
        command.meanwhile = () -> order("", "new", "done", "reinitialized");
        assertEquals(0, command.run("reinit", "n2", "--wait", "--yes"), () -> command.err);
    }

    @Test
    void anAgentThatStartedAgainKnowsNothingOfTheCopy() {
        assertEquals(1, command.run("reinit", "n2", "--wait", "--yes"));
        assertEquals(
                "matriarch: n2: its agent has started again, and does not know what became of the copy: look with matriarch list\n",
                command.err);
    }

    @Test
    void aTrialOfACopy() {
        herd.at("n2", "/reinitialize", 503, "in the middle of a rewind: force gives it up");
        assertEquals(1, command.run("reinit", "n2", "--dry-run"));
        assertTrue(
                command.out.endsWith(
                        "n2 would refuse: in the middle of a rewind: force gives it up\nNothing was done: --dry-run.\n"),
                command.out);
        assertTrue(herd.server.posts.getFirst().endsWith("{\"from\":\"leader\",\"dry_run\":true}"));
        assertEquals(1, command.run("reinit", "n1", "--yes"));
        assertEquals(2, command.run("reinit", "n2", "--from", "n9", "--yes"));
        assertEquals(1, herd.calls().size());
    }

    @Test
    void aReloadGoesToEachOfARole() {
        assertEquals(0, command.run("reload", "--role", "replica", "--yes"), () -> command.err);
        assertEquals(List.of("/n2/reload", "/n3/reload"), herd.calls());
        herd.at("n2", "/reload", 400, "the configuration stays as it was: bad");
        assertEquals(1, command.run("reload", "n2", "--dry-run"));
        assertTrue(command.out.contains("n2 would refuse: the configuration stays"), command.out);
    }

    @Test
    void aFlushForgetsWhatIsScheduled() {
        assertEquals(1, command.run("flush", "switchover", "--yes"));
        assertEquals("matriarch: no switchover is scheduled\n", command.err);
        assertEquals(1, command.run("flush", "restart", "--yes"));
        herd.scheduled("{\"at\":\"2030-01-02T03:04:00Z\",\"from\":\"n1\"}")
                .with("n3", "\"scheduled_restart\":{\"schedule\":\"2030-01-02T03:04:00Z\"}");
        herd.at("n1", "/switchover", 200, "scheduled switchover deleted");
        herd.at("n1", "/switchover?dry-run=true", 200, "would forget it");
        herd.at("n3", "/restart?dry-run=true", 200, "would forget it");
        assertEquals(0, command.run("flush", "switchover", "--dry-run"), () -> command.err);
        assertEquals(0, command.run("flush", "restart", "--dry-run"), () -> command.err);
        assertEquals(0, command.run("flush", "switchover", "--yes"), () -> command.err);
        assertEquals(0, command.run("flush", "restart", "--yes"), () -> command.err);
        assertEquals(
                List.of(
                        "DELETE /n1/switchover?dry-run=true",
                        "DELETE /n3/restart?dry-run=true",
                        "DELETE /n1/switchover",
                        "DELETE /n3/restart"),
                herd.calls());
    }

    @Test
    void aScheduledTrialKeepsItsTime() {
        herd.at("n1", "/switchover", 422, "\"scheduled_at\" 2020 is in the past");
        assertEquals(
                1, command.run("switchover", "--scheduled", "2020-01-01T00:00:00Z", "--dry-run"));
        assertEquals("matriarch: \"scheduled_at\" 2020 is in the past\n", command.err);
        assertTrue(
                herd.server
                        .posts
                        .getFirst()
                        .endsWith("\"scheduled_at\":\"2020-01-01T00:00:00Z\",\"dry_run\":true}"),
                herd.server.posts::toString);
    }

    @Test
    void versionsOfMembers() {
        herd.at("n2", "/patroni", 200, "{\"server_version\":150006}");
        assertEquals(0, command.run("version", "n2", "n3"), () -> command.err);
        assertTrue(
                command.out.endsWith(
                        "n2: matriarch 0.1.0, PostgreSQL 15.6\nn3: matriarch 0.1.0, PostgreSQL unknown: it does not answer\n"),
                command.out);
        assertEquals(2, command.run("version", "n9"));
        assertEquals(0, command.run("version", "--all"));
        assertEquals(4, command.out.lines().count());
    }

    @Test
    void aQueryGoesWhereItIsSent() throws Exception {
        List<Question> asked = new ArrayList<>();
        command.stores = new Servers(asked);
        herd.with("n3", "\"port_of_the_future\":1").state("n2", "starting");
        Path file = Files.writeString(folder.resolve("q.sql"), "select 1;\nselect 2");
        assertEquals(
                0,
                command.run("query", "-f", file.toString(), "--role", "standby", "-o", "tsv"),
                () -> command.err);
        assertEquals("n\n7\n", command.out);
        assertEquals("select 1;\nselect 2", asked.getFirst().sql());
        assertEquals(0, command.run("query", "-c", "x", "--role", "standby-leader") == 0 ? 1 : 0);
        assertTrue(command.err.contains("no member is there as standby-leader now"), command.err);
        command.rounds = 2;
        assertEquals(0, command.run("query", "-c", "x", "-w", "1"), () -> command.err);
        assertEquals(3, asked.size());
        assertEquals(2, command.run("query"));
        assertEquals(2, command.run("query", "-c", "x", "-f", file.toString()));
        assertEquals(1, command.run("query", "-f", "/nonexistent"));
        assertEquals(3, asked.size());
    }

    @Test
    void aMemberThatHasLeftIsForgotten() {
        List<String> removed = new ArrayList<>();
        command.env.put("MATRIARCH_CLUSTER", "herd");
        command.stores =
                new Servers(new ArrayList<>()) {
                    @Override
                    public String removeMember(
                            Optional<Path> config, Map<String, String> env, String name) {
                        removed.add(name);
                        return "removed: " + name;
                    }
                };
        assertEquals(1, command.run("remove", "herd", "--member", "n1", "--yes"));
        assertEquals("matriarch: nothing was removed: n1 leads\n", command.err);
        assertEquals(1, command.run("remove", "herd", "--member", "n2", "--yes"));
        assertTrue(
                command.err.startsWith(
                        "matriarch: nothing was removed: the agent of n2 answers at "),
                command.err);
        assertEquals(2, command.run("remove", "herd", "--member", "n9", "--yes"));
        // Another member has its address by now.
        herd.at("n3", "/patroni", 200, "{\"patroni\":{\"name\":\"n7\"}}");
        assertEquals(0, command.run("remove", "herd", "--member", "n3", "--dry-run"));
        assertEquals(1, command.run("remove", "herd", "--member", "n1", "--dry-run"));
        assertEquals(List.of(), removed);
        assertEquals(
                0, command.run("remove", "herd", "--member", "n3", "--yes"), () -> command.err);
        assertEquals(List.of("n3"), removed);
    }

    @Test
    void aClusterIsForgottenAfterThreeQuestions() {
        command.env.put("MATRIARCH_CLUSTER", "herd");
        List<String> removed = new ArrayList<>();
        command.stores =
                new Servers(new ArrayList<>()) {
                    @Override
                    public String remove(Optional<Path> config, Map<String, String> env) {
                        removed.add("herd");
                        return "removed";
                    }
                };
        assertEquals(2, command.run("remove", "flock", "--yes"));
        assertEquals(2, command.run("remove", "herd"));
        command.interactive = true;
        command.reply = Optional.of("herd");
        assertEquals(1, command.run("remove", "herd"));
        assertEquals(
                "matriarch: nothing was removed: that was not \"Yes I am aware\"\n", command.err);
        assertEquals(0, command.run("remove", "herd", "--dry-run"));
        assertEquals(List.of(), removed);
        assertEquals(0, command.run("remove", "herd", "--yes"), () -> command.err);
        assertEquals(List.of("herd"), removed);
    }

    /** Servers that answer 7, and no store. */
    private static class Servers implements StoreReaderFactory {
        private final List<Question> asked;

        Servers(List<Question> asked) {
            this.asked = asked;
        }

        @Override
        public StoreReader open(Optional<Path> config, Map<String, String> env) {
            throw new IllegalArgumentException("the test has no store");
        }

        @Override
        public QueryAnswer query(Question question) throws IOException {
            asked.add(question);
            return new QueryAnswer(List.of("n"), List.of(List.of("7")), 0);
        }
    }
}
