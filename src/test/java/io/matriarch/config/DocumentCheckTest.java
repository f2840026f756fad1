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
    void oneLineForEachMistakeInASlot() {
        assertProblem(
                "slots.orders.type",
                "logicall",
                "slots.orders.type: must be physical or logical, not \"logicall\"");
        assertProblem(
                "slots.orders.database",
                "shop",
                "slots.orders.type is missing: physical or logical");
        String keys = "slots.NAME.type, slots.NAME.database and slots.NAME.plugin are right";
        assertProblem("slots.orders.tipe", "logical", "unknown key \"slots.orders.tipe\": " + keys);
        assertProblem("slots.orders", "logical", "unknown key \"slots.orders\": " + keys);
        assertProblem("slots", "orders", "unknown key \"slots\": " + keys);
        String lacks = "slots.orders needs a database and a plugin, because its type is logical";
        assertProblem("slots.orders.type", "logical", lacks);
        assertProblems(
                Map.of("slots.orders.type", "logical", "slots.orders.database", "shop"), lacks);
        assertProblems(
                Map.of("slots.orders.type", "logical", "slots.orders.plugin", "pgoutput"), lacks);
        assertProblems(
                Map.of("slots.orders.type", "physical", "slots.orders.plugin", "pgoutput"),
                "slots.orders is physical and takes neither a database nor a plugin");
        assertProblem(
                "slots.Orders.type",
                "physical",
                "slots.Orders is no name of a slot: 1 to 63 lower-case letters, digits and"
                        + " underscores");
        // What member n2 streams through.
        assertProblem(
                "slots.matriarch_n2.type",
                "physical",
                "slots.matriarch_n2 is no name for a permanent slot: names that begin with"
                        + " matriarch_ or pg_ are taken");
    }

    @Test
    void oneLineForEachMistakeInTheClusterToFollow() {
        String host = "standby-cluster.host";
        assertProblem(
                host, "db 1:5432", host + ": \"db 1:5432\" is no host:port, such as 10.0.0.7:5432");
        assertProblem(host, "db1:99999", host + ": port 99999 is not 1 to 65535");
        assertProblem(
                host,
                "db1:5432,",
                host
                        + ": \"db1:5432,\" names nobody in one place: host:port of each server is"
                        + " right, with commas between");
        assertProblem(
                host,
                "0.0.0.0:5432",
                host
                        + ": \"0.0.0.0:5432\" is where one listens; an address that others reach is"
                        + " right");
        assertProblem(
                "standby-cluster.hosts",
                "db1",
                "unknown key \"standby-cluster.hosts\": did you mean \"standby-cluster.host\"?");
        String slot = "standby-cluster.slot";
        assertProblem(slot, "dr", slot + " needs " + host + ": the cluster that this one follows");
        assertProblems(
                Map.of(host, "db1", slot, "orders-dr"),
                slot
                        + ": \"orders-dr\" is no name of a slot: 1 to 63 lower-case letters, digits"
                        + " and underscores");
        String archive = "standby-cluster.s3-prefix";
        assertProblem(
                archive,
                "bucket/path",
                archive
                        + ": \"bucket/path\" is no place for an archive, such as s3://bucket/path or"
                        + " file:///directory");
        assertProblems(
                Map.of(archive, "s3://far/orders", slot, "orders_dr"),
                slot + " needs " + host + ": the cluster that this one follows");
        assertProblems(Map.of(archive, "s3://far/orders"));
        assertProblems(Map.of(archive, "s3://far/orders", host, "db1", slot, "orders_dr"));
        assertProblems(Map.of(host, "db1,db2:5433,[fd00::7]:5432", slot, "orders_dr"));
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
                                "postgres.ident",
                                "x ann app",
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
        assertProblems(Map.of(key, value), line);
    }

    private void assertProblems(Map<String, String> values, String... lines) {
        assertEquals(List.of(lines), check.problems(values));
    }
}
