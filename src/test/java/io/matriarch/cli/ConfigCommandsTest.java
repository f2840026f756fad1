package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import io.matriarch.lease.MemoryStore;
import io.matriarch.lease.StoreWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without an agent: by the store alone. */
final class ConfigCommandsTest {

    private final CommandRun command = new CommandRun();
    private final MemoryStore store = new MemoryStore(() -> new Moment(0));

    private Runnable meanwhile = () -> {};

    @TempDir Path folder = Path.of("");

    @BeforeEach
    void noAgentAnswers() {
        command.env.put("MATRIARCH_CLUSTER", "herd");
        command.env.put("MATRIARCH_API", "http://127.0.0.1:9");
        command.stores = (_, _) -> new FakeStore();
        assertEquals(
                new StoreWrite.Written(),
                store.putConfig(new ConfigDocument(1, Map.of("lease.ttl", "6s")), 0));
    }

    @Test
    void showsSetsAndRemoves() {
        assertEquals(0, command.run("config", "show"), command.err);
        assertEquals("lease:\n  ttl: 6s\n", command.out);
        int exit =
                command.run(
                        "config",
                        "set",
                        "--yes",
                        "lease.ttl=12s",
                        "postgres.parameters.work_mem=8MB");
        assertEquals(0, exit, command.err);
        assertEquals(
                """
                - lease.ttl: 6s
                + lease.ttl: 12s
                + postgres.parameters.work_mem: 8MB
                version 2 is stored; the members follow within a beat
                """,
                command.out);
        assertEquals(0, command.run("config", "set", "--yes", "lease.ttl=null"), command.err);
        assertEquals(Map.of("postgres.parameters.work_mem", "8MB"), document().values());
    }

    @Test
    void saysWhatWillWaitForARestart() {
        assertEquals(
                0,
                command.run(
                        "config",
                        "set",
                        "--dry-run",
                        "postgres.parameters.max_connections=200",
                        "postgres.parameters.work_mem=8MB"),
                command.err);
        assertTrue(
                command.out.contains(
                        "Pending restart: max_connections will wait for a restart on all members; matriarch restart --pending --rolling does it\n"),
                command.out);
    }

    @Test
    void colouredOnATerminal() {
        command.interactive = true;
        command.reply = Optional.of("y");
        assertEquals(0, command.run("config", "set", "lease.ttl=12s"), command.err);
        assertTrue(
                command.out.startsWith(
                        "\u001b[31m- lease.ttl: 6s\u001b[0m\n\u001b[32m+ lease.ttl: 12s\u001b[0m\n"),
                command.out);
    }

    /** Somebody stores the second version between this command's look and its write. */
    @Test
    void whoeverComesSecondIsToldWhatStandsThereByNow() {
        meanwhile =
                () ->
                        assertEquals(
                                new StoreWrite.Written(),
                                store.putConfig(
                                        new ConfigDocument(2, Map.of("lease.ttl", "9s")), 1));
        assertEquals(1, command.run("config", "set", "--yes", "lease.ttl=12s"));
        assertEquals(
                "matriarch: nothing was stored: version 2 stands there; by now lease.ttl: 6s -> 9s\n",
                line());
        assertEquals(Map.of("lease.ttl", "9s"), document().values());
    }

    @Test
    void nothingIsStoredWhenOneValueIsWrong() {
        assertEquals(1, command.run("config", "set", "--yes", "lease.ttl=12s", "lease.baet=1s"));
        assertEquals(
                "matriarch: unknown key \"lease.baet\": did you mean \"lease.beat\"?\n", line());
        assertEquals(1, command.run("config", "set", "--yes", "replication.mode=strict"));
        assertTrue(line().contains("needs 2 members, and the cluster has 0"), command.err);
        assertEquals(2, command.run("config", "set", "lease.ttl"));
        assertEquals(1, document().version());
    }

    @Test
    void aDryRunAndANoChangeNothing() {
        assertEquals(0, command.run("config", "set", "--dry-run", "lease.ttl=12s"), command.err);
        assertTrue(command.out.endsWith("only looked at: nothing was stored\n"), command.out);
        command.interactive = true;
        command.reply = Optional.of("n");
        assertEquals(1, command.run("config", "set", "lease.ttl=12s"));
        assertEquals(1, document().version());
    }

    @Test
    void aFileTakesThePlaceOfAll() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("c.yaml"),
                        "lease.beat: 500ms\npostgres: {parameters: {jit: off}, hba: [local all all peer]}\n");
        assertEquals(0, command.run("config", "apply", "--yes", file.toString()), command.err);
        assertEquals(
                Map.of(
                        "lease.beat", "500ms",
                        "postgres.parameters.jit", "off",
                        "postgres.hba", "local all all peer"),
                document().values());
        Files.writeString(file, "lease: {ttl: 6s\n");
        assertEquals(1, command.run("config", "apply", "--yes", file.toString()));
        assertTrue(line().contains("is no YAML"), command.err);
    }

    @Test
    void nobodyChangesSidesUnaskedUnlessForced() {
        assertEquals(1, command.run("config", "set", "--yes", "standby-cluster.host=far:5432"));
        assertTrue(
                line().endsWith(
                                ", so nobody can say whether the cluster at far:5432 has what was acknowledged here; --force all the same\n"),
                command.err);
        int forced =
                command.run("config", "set", "--yes", "--force", "standby-cluster.host=far:5432");
        assertEquals(0, forced, command.err);
        assertEquals(1, command.run("config", "set", "--yes", "standby-cluster.host=null"));
        assertTrue(
                line().endsWith(
                                ", so nobody can say whether the cluster at far:5432 takes writes; make sure that it is off, then --force\n"),
                command.err);
        assertEquals(1, command.run("promote-cluster", "--yes"));
        assertEquals(2, document().version());
        assertEquals(0, command.run("promote-cluster", "--yes", "--force"), command.err);
        assertEquals(Map.of("lease.ttl", "6s"), document().values());
    }

    @Test
    void anEditorMayBeUsed() {
        command.env.put("EDITOR", "sed -i s/6s/9s/");
        assertEquals(0, command.run("config", "edit", "--yes"), command.err);
        assertEquals(Map.of("lease.ttl", "9s"), document().values());
    }

    /** What a command says last. */
    private String line() {
        return command.err.lines().reduce("", (_, last) -> last) + "\n";
    }

    private ConfigDocument document() {
        return store.read().seen().flatMap(ClusterView::config).orElseThrow();
    }

    private final class FakeStore implements StoreReader {
        @Override
        public String cluster() {
            return "herd";
        }

        @Override
        public String name() {
            return "the store of this test";
        }

        @Override
        public Reading<ClusterView> read() {
            return store.read();
        }

        @Override
        public Reading<List<HistoryEntry>> history() {
            return store.history();
        }

        @Override
        public Optional<String> putConfig(ConfigDocument next, long over) {
            meanwhile.run();
            return store.putConfig(next, over) instanceof StoreWrite.Conflict(var why)
                    ? Optional.of(why)
                    : Optional.empty();
        }

        @Override
        public void close() {}
    }
}
