package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What verbs say with --dry-run, and the versions that members tell. */
final class VerbTrialsTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

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
    void anAgentThatStartedAgainKnowsNothingOfTheCopy() {
        command.rounds = 9;
        herd.at("n2", "/reinitialize", 200, "reinitialize started");
        assertEquals(1, command.run("reinit", "n2", "--wait", "--yes"));
        assertEquals(
                "matriarch: n2: its agent has started again, and does not know what became of the copy: look with matriarch list\n",
                command.err);
    }
}
