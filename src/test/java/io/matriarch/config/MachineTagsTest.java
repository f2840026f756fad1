package io.matriarch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instance of EC2 knows of itself, and the names that its cluster can have. */
final class MachineTagsTest {

    @TempDir Path folder = Path.of("");

    /** What the file and the variables leave open, the instance's tags say. */
    @Test
    void anInstanceKnowsItsClusterAndItsArchiveFromItsTags() throws Exception {
        var here = ConfigFolder.in(folder);
        String bare = "postgres: {data-dir: /data, superuser-password-file: DIR/secret}\n";
        Machine tagged =
                ConfigFolder.tagged(
                        Map.of(
                                "matriarch:cluster", "orders",
                                "matriarch:backup-s3-prefix", "s3://bucket/orders",
                                "Name", "something"));
        var config = ok(here.load(bare, Map.of(), tagged));
        assertEquals("orders", config.cluster());
        assertEquals("s3://bucket/orders", config.backup().orElseThrow().prefix());
        assertEquals("eu-central-1a", config.ec2().orElseThrow().zone());

        var said =
                ok(
                        here.load(
                                bare + "cluster: herd\n",
                                Map.of("MATRIARCH_BACKUP_S3_PREFIX", "s3://other/herd"),
                                tagged));
        assertEquals("herd", said.cluster());
        assertEquals("s3://other/herd", said.backup().orElseThrow().prefix());

        var command =
                assertInstanceOf(
                        Loaded.Ok.class,
                        AgentConfigLoader.loadForCommands(
                                Optional.of(here.file("")), Map.of(), tagged));
        assertEquals("orders", ((CommandConfig) command.config()).cluster());
    }

    @Test
    void aWrongTagIsNamed() throws Exception {
        var here = ConfigFolder.in(folder);
        assertEquals(
                List.of(
                        "the instance's tag matriarch:cluster: \"my cluster\" is no cluster name: 1 to 63 letters, digits, '_', '.' or '-'"),
                bad(
                        here.load(
                                "postgres: {data-dir: /data, superuser-password-file: DIR/secret}\n",
                                Map.of(),
                                ConfigFolder.tagged(Map.of("matriarch:cluster", "my cluster")))));
    }

    @Test
    void aClusterThatCannotHaveNamesIsToldSo() throws Exception {
        var here = ConfigFolder.in(folder);
        String rest =
                "routing.zone: db.internal\npostgres: {data-dir: /data, superuser-password-file: DIR/secret}\n";
        assertEquals(
                List.of(
                        "cluster in %s: \"a..b\" cannot be a part of a name in DNS, which routing.zone needs: letters, digits, '_' and '-' between dots are right, none of them beginning or ending with '-'"
                                .formatted(here.file("cluster: a..b\n" + rest))),
                bad(here.load("cluster: a..b\n" + rest, Map.of(), ConfigFolder.MACHINE)));
        assertEquals(
                "Orders_eu.1",
                ok(here.load("cluster: Orders_eu.1\n" + rest, Map.of(), ConfigFolder.MACHINE))
                        .cluster());
    }

    private static List<String> bad(Loaded<AgentConfig> loaded) {
        return assertInstanceOf(Loaded.Bad.class, loaded).lines();
    }

    private static AgentConfig ok(Loaded<AgentConfig> loaded) {
        return switch (loaded) {
            case Loaded.Ok<AgentConfig>(var config) -> config;
            case Loaded.Bad<AgentConfig>(var lines) -> throw new AssertionError(lines);
        };
    }
}
