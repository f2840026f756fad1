package io.matriarch.postgres.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SlotPlan;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.sql.Login;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A node of a herd on loopback: its switch, its server. */
final class TestNode implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(500);

    final NodeName name;
    final PostgresSettings settings;
    final SwitchClient lifeline;
    final LocalPostgres postgres;

    TestNode(String name, Path herd) throws IOException {
        this(name, herd, freePort(), Map.of());
    }

    TestNode(String name, Path herd, int port, Map<String, String> parameters) throws IOException {
        this(name, herd, port, parameters, Replication.Mode.ASYNC);
    }

    TestNode(
            String name,
            Path herd,
            int port,
            Map<String, String> parameters,
            Replication.Mode replication)
            throws IOException {
        this(name, herd, port, parameters, replication, Optional.empty(), ArchivedData.NONE);
    }

    TestNode(
            String name,
            Path herd,
            Optional<PostgresSettings.Archiving> archiving,
            ArchivedData archive)
            throws IOException {
        this(name, herd, freePort(), Map.of(), Replication.Mode.ASYNC, archiving, archive);
    }

    /** With permanent slots. */
    TestNode(String name, Path herd, SlotPlan slots) throws IOException {
        this(
                name,
                herd,
                freePort(),
                Map.of(),
                Replication.Mode.ASYNC,
                Optional.empty(),
                ArchivedData.NONE,
                slots);
    }

    private TestNode(
            String name,
            Path herd,
            int port,
            Map<String, String> parameters,
            Replication.Mode replication,
            Optional<PostgresSettings.Archiving> archiving,
            ArchivedData archive)
            throws IOException {
        this(name, herd, port, parameters, replication, archiving, archive, SlotPlan.NONE);
    }

    private TestNode(
            String name,
            Path herd,
            int port,
            Map<String, String> parameters,
            Replication.Mode replication,
            Optional<PostgresSettings.Archiving> archiving,
            ArchivedData archive,
            SlotPlan slots)
            throws IOException {
        this.name = new NodeName(name);
        Path dir = Files.createDirectories(herd.resolve(name));
        this.settings =
                new PostgresSettings(
                                this.name,
                                "herd",
                                TestPostgres.BIN,
                                dir.resolve("data"),
                                "127.0.0.1",
                                port,
                                "127.0.0.1",
                                parameters,
                                AccessLines.NONE,
                                password(herd, "superuser", "s:e\\c'ret"),
                                Optional.of(password(herd, "replication", "r e:p\\l")),
                                replication,
                                dir.resolve("run"),
                                archiving)
                        .with(slots);
        this.lifeline = SwitchClient.open(settings.runDir());
        this.postgres =
                new LocalPostgres(settings, lifeline, () -> new Moment(System.nanoTime()), archive);
    }

    Upstream upstream() {
        return new Upstream(name, "127.0.0.1", settings.port());
    }

    Path data() {
        return settings.dataDir();
    }

    PostgresView look() {
        return postgres.look(LOOK);
    }

    /** Looks until it is as awaited, for 15 s at most. */
    <V extends PostgresView> V await(Class<V> form, Predicate<V> such) throws InterruptedException {
        PostgresView seen = look();
        for (int i = 0; i < 300; i++) {
            if (form.isInstance(seen) && such.test(form.cast(seen))) {
                return form.cast(seen);
            }
            Thread.sleep(50);
            seen = look();
        }
        throw new AssertionError(name + " shows " + seen);
    }

    PostgresView.Standby awaitStreaming() throws InterruptedException {
        return await(PostgresView.Standby.class, PostgresView.Standby::streaming);
    }

    void arm() {
        assertTrue(lifeline.arm(lifeline.stamp().orElseThrow(), Duration.ofMinutes(10)));
    }

    JobOutcome perform(PostgresJob job) {
        return postgres.perform(job);
    }

    String done(PostgresJob job) {
        JobOutcome outcome = perform(job);
        return assertInstanceOf(JobOutcome.Done.class, outcome, () -> job + ": " + outcome)
                .detail();
    }

    String failed(PostgresJob job) {
        return assertInstanceOf(JobOutcome.Failed.class, perform(job)).why();
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                var run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    String ask(String query) throws SQLException {
        try (Connection connection = connect();
                var run = connection.createStatement();
                var row = run.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    /** Asks until the answer is as awaited, for 15 s at most. */
    void awaitAnswer(String query, String answer) throws SQLException, InterruptedException {
        String seen = "";
        for (int i = 0; i < 300 && !seen.equals(answer); i++) {
            seen = ask(query);
            Thread.sleep(50);
        }
        assertTrue(seen.equals(answer), name + ": " + query + " says " + seen);
    }

    int major() throws SQLException {
        return Integer.parseInt(ask("SHOW server_version_num")) / 10_000;
    }

    long postmaster() {
        return lifeline.status().orElseThrow().pid();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        lifeline.kill();
        lifeline.close();
        var socket = SwitchSocket.of(settings.runDir().toRealPath());
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap("quit\n".getBytes(US_ASCII)));
            channel.read(ByteBuffer.allocate(16));
        }
    }

    private Connection connect() throws SQLException {
        return new Login("127.0.0.1", settings.port(), settings.superuserPasswordFile())
                .open(Duration.ofSeconds(5));
    }

    private static Path password(Path herd, String name, String password) throws IOException {
        return Files.writeString(herd.resolve(name), password + "\n");
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
