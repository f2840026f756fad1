package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.api.Herd;
import io.matriarch.cli.RestoreOrder;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import io.matriarch.config.AgentConfigLoader;
import io.matriarch.config.CommandConfig;
import io.matriarch.config.Loaded;
import io.matriarch.config.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that shall go on in its own archive. */
final class RestorePlanningTest {

    private static final ClusterView NOTHING =
            new ClusterView(Optional.empty(), Map.of(), Optional.empty());

    @TempDir Path folder;
    private Path archive = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        archive = folder.resolve("archive");
        Path from = Path.of("src/test/resources/walg-samples/lz4");
        try (var tree = Files.walk(from)) {
            for (Path p : tree.toList()) {
                Path to = archive.resolve(from.relativize(p).toString());
                if (Files.isDirectory(p)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(p, to);
                }
            }
        }
    }

    @Test
    void isRestoredThereWhenNothingIsLeftOfIt() throws Exception {
        List<String> before = files();
        String told = plan(seen(NOTHING), Optional.empty());
        assertTrue(
                told.endsWith(
                        "start the other members after it; what the archive holds stays, and the new log goes on a timeline of its own beside it"),
                told);
        assertEquals(before, files());
        assertTrue(
                Files.readString(folder.resolve("data.matriarch/restore-plan.json"))
                        .contains("\"prefix\":\"file://" + archive + "\""));
    }

    @Test
    void isRefusedWhileItIsStillThere() {
        var view = Herd.view(Herd.lease(Herd.N1, 3, List.of(), 0), Optional.empty());
        String line =
                "file://%s is the archive of cluster shop itself, which is still there (n1 led last): stop all its agents, run matriarch remove shop, and restore again"
                        .formatted(archive);
        assertEquals(line, refusal(seen(view), Optional.empty()));
        // However it is written.
        assertEquals(line, refusal(seen(view), Optional.of("file://" + archive + "/")));
        // Members that run may found it with their own data.
        var members = new ClusterView(Optional.empty(), view.members(), Optional.empty());
        assertTrue(refusal(seen(members), Optional.empty()).contains("which is still there: stop"));
        assertFalse(Files.exists(folder.resolve("data.matriarch")));
    }

    @Test
    void isRefusedWhenNobodyKnows() {
        assertEquals(
                "file://%s is this cluster's own archive, and whether cluster shop is still there cannot be told: no answer"
                        .formatted(archive),
                refusal(new Reading.Missing<>("no answer"), Optional.empty()));
    }

    @Test
    void isRefusedWhileSomebodyTakesABackup() throws Exception {
        Path part =
                archive.resolve(
                        "basebackups_005/base_00000002000000000000000A/tar_partitions/part_001.tar.lz4");
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[] {1});
        assertEquals(
                "somebody still writes to file://%s: base_00000002000000000000000A is being taken; stop all agents of the old cluster"
                        .formatted(archive),
                refusal(seen(NOTHING), Optional.empty()));
    }

    private String plan(Reading<ClusterView> cluster, Optional<String> from) throws Exception {
        Path file = folder.resolve("matriarch.yaml");
        Files.writeString(
                file,
                "cluster: shop\npostgres.data-dir: %s\nbackup.s3-prefix: file://%s\n"
                        .formatted(folder.resolve("data"), archive));
        Loaded.Ok<?> ok =
                assertInstanceOf(
                        Loaded.Ok.class,
                        AgentConfigLoader.loadForCommands(
                                Optional.of(file), Map.of(), Machine.linux(Map.of())));
        var config = assertInstanceOf(CommandConfig.class, ok.config());
        return new RestorePlanning(config, () -> cluster)
                .plan(
                        new RestoreOrder(
                                from,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                "latest"));
    }

    private String refusal(Reading<ClusterView> cluster, Optional<String> from) {
        return String.valueOf(
                assertThrows(IOException.class, () -> plan(cluster, from)).getMessage());
    }

    private static Reading<ClusterView> seen(ClusterView view) {
        return new Reading.Seen<>(view, new Moment(0));
    }

    private List<String> files() throws IOException {
        try (var tree = Files.walk(archive)) {
            return tree.map(Path::toString).sorted().toList();
        }
    }
}
