package io.matriarch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.cluster.DocumentReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DocumentCheckTest {

    private final DocumentCheck check = new DocumentCheck();

    @Test
    void oneLineForEachMistake() {
        assertProblem(
                "lease.ttl", "soon", "lease.ttl: \"soon\" is no duration, such as 6s or 500ms");
        assertProblem("lease.tll", "6s", "unknown key \"lease.tll\": did you mean \"lease.ttl\"?");
        assertProblem(
                "api.listen",
                "0.0.0.0:1",
                "api.listen belongs to a node, not to the cluster: set it in that node's file");
        assertProblem(
                "postgres.parameters.work-mem",
                "1",
                "postgres.parameters.work-mem: \"work-mem\" is no name of a setting, such as"
                        + " work_mem");
        assertProblem(
                "postgres.hba",
                "host all all 10.0.0.0/8 scram-sha-256\nhost all all",
                "postgres.hba: \"host all all\" is too short: host DATABASE USER ADDRESS METHOD is"
                        + " right");
        assertProblem(
                "postgres.hba",
                "hots all all all md5",
                "postgres.hba: \"hots all all all md5\" begins with no kind of connection, such as"
                        + " host or local");
        assertProblem(
                "postgres.hba",
                "local all all psk",
                "postgres.hba: \"local all all psk\" has no method that PostgreSQL knows, such as"
                        + " scram-sha-256");
    }

    @Test
    void rightLinesPass() {
        assertEquals(
                List.of(),
                check.problems(
                        Map.of(
                                "postgres.hba",
                                "# ours\nhost all \"a b\" 10.0.0.0 255.0.0.0 md5\nlocal all all peer"
                                        + " map=x",
                                "postgres.parameters.auto_explain.log_min_duration",
                                "1s")));
    }

    @Test
    void aKeyOfANewerVersionIsPassedOverWhenItStandsThere() {
        assertInstanceOf(
                DocumentReader.Read.Good.class,
                check.read(Map.of("lease.hum", "1", "lease.ttl", "9s")));
    }

    private void assertProblem(String key, String value, String line) {
        assertEquals(List.of(line), check.problems(Map.of(key, value)));
    }
}
