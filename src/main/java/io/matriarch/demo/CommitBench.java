package io.matriarch.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Commits in a second, of a herd and of servers that have the same settings and no agents. Each is
 * measured twice, in the order herd, servers, servers, herd, so that a machine that becomes slower
 * meanwhile is no one's fault.
 */
final class CommitBench {

    private static final int CLIENTS = 8;

    private final Setup setup;
    private final Screen screen;
    private final Duration span;

    CommitBench(Setup setup, Screen screen, int seconds) {
        this.setup = setup;
        this.screen = screen;
        this.span = Duration.ofSeconds(seconds);
    }

    /** The exit code; a JSON line and a sentence on standard output. */
    int run() throws IOException, InterruptedException, Failed {
        if (span.toSeconds() < 1) {
            throw new Failed("--commits %d: 1 or more is right".formatted(span.toSeconds()));
        }
        List<Double> herd = new ArrayList<>();
        List<Double> servers = new ArrayList<>();
        try (HerdFiles.Scratch scratch = HerdFiles.scratch()) {
            ServerSettings first = herd(herd, scratch.path());
            for (int i = 0; i < 2; i++) {
                try (var byHand =
                        ServersByHand.start(scratch.path().resolve("h" + i), first, setup.nodes)) {
                    servers.add(measure("servers without agents", byHand.primary()));
                }
            }
            ServerSettings _ = herd(herd, scratch.path());
        } catch (SQLException e) {
            throw new Failed("a server does not answer: " + e.getMessage());
        }
        tell(mean(herd), mean(servers));
        return 0;
    }

    private ServerSettings herd(List<Double> rates, Path scratch)
            throws IOException, InterruptedException, Failed, SQLException {
        HerdFiles files = HerdFiles.prepare(Optional.empty()).with(setup.replication());
        try (Herd herd = setup.start(files, HerdArchive.none(), screen)) {
            Setup.awaitForming(herd, setup.replication().waits());
            HerdNode leader =
                    herd.node(herd.look().leader().orElseThrow(() -> new Failed("nobody leads")));
            rates.add(measure("the herd", leader.door()));
            return ServerSettings.of(leader.door(), files.node(leader.name()), scratch);
        }
    }

    private double measure(String what, Door door)
            throws SQLException, InterruptedException, Failed {
        Connection connection = door.open();
        try (var statement = connection.createStatement()) {
            statement.execute("create table if not exists rate (n bigserial primary key, c text)");
        } finally {
            Door.slam(connection);
        }
        double warm = CommitRate.of(door, CLIENTS, Duration.ofSeconds(2));
        double rate = CommitRate.of(door, CLIENTS, span);
        screen.event(
                String.format(
                        Locale.ROOT,
                        "%s: %.0f commits a second (%.0f while warming up)",
                        what,
                        rate,
                        warm));
        return rate;
    }

    private void tell(double herd, double servers) {
        System.out.printf(
                Locale.ROOT,
                "{\"replication\": \"%s\", \"nodes\": %d, \"clients\": %d, \"herd\": %.0f,"
                        + " \"by_hand\": %.0f, \"ratio\": %.3f}%n",
                setup.mode,
                setup.nodes,
                CLIENTS,
                herd,
                servers,
                herd / servers);
    }

    private static double mean(List<Double> rates) {
        return rates.stream().mapToDouble(r -> r).average().orElse(0);
    }
}
