package io.matriarch.postgres.files;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.PostgresSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class SomeRendering {

    private SomeRendering() {}

    static Rendering of(SyncWait wait) {
        Rendering r = of(17, Optional.empty(), Map.of());
        return new Rendering(
                r.settings(), r.major(), r.upstream(), wait, r.passfile(), r.socketDirectories());
    }

    static Rendering withArchive(Map<String, String> parameters) {
        Rendering plain = of(15, Optional.empty(), parameters);
        PostgresSettings s = plain.settings();
        return new Rendering(
                new PostgresSettings(
                        s.self(),
                        s.cluster(),
                        s.binDir(),
                        s.dataDir(),
                        s.listenHost(),
                        s.port(),
                        s.advertiseHost(),
                        s.parameters(),
                        s.access(),
                        s.superuserPasswordFile(),
                        s.replicationPasswordFile(),
                        s.replication(),
                        s.runDir(),
                        Optional.of(
                                new PostgresSettings.Archiving(
                                        "'/opt/matriarch' wal-push \"%p\"",
                                        "'/opt/matriarch' wal-fetch \"%f\" \"%p\""))),
                plain.major(),
                plain.upstream(),
                plain.commits(),
                plain.passfile(),
                plain.socketDirectories());
    }

    static Rendering of(int major, Optional<Upstream> upstream, Map<String, String> parameters) {
        var settings =
                new PostgresSettings(
                        new NodeName("n-2"),
                        "it's a herd",
                        Path.of("/opt/pg/bin"),
                        Path.of("/data/n2"),
                        "0.0.0.0",
                        5433,
                        "10.0.0.2",
                        parameters,
                        AccessLines.ofHba(List.of("hostssl app app 10.0.0.0/8 cert")),
                        Path.of("/secret/superuser"),
                        Optional.of(Path.of("/secret/replication")),
                        Replication.Mode.ASYNC,
                        Path.of("/run/matriarch"));
        return new Rendering(
                settings,
                major,
                upstream,
                SyncWait.NONE,
                Path.of("/run/matriarch/pg pass"),
                "/var/run/postgresql");
    }
}
