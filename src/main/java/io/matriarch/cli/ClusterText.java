package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.Lag;
import io.matriarch.api.dto.LeaseDocument;
import io.matriarch.api.dto.MemberDocument;
import io.matriarch.api.dto.RoutesDocument;
import io.matriarch.api.dto.ScheduledSwitchover;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A cluster as a table that a person likes to read, or as tab-separated lines. */
public final class ClusterText {
    private static final int POSTGRES_PORT = 5432;

    private final ClusterDocument cluster;

    public ClusterText(ClusterDocument cluster) {
        this.cluster = cluster;
    }

    public String table(int width, Paint paint) {
        return table(width, paint, false);
    }

    /**
     * @param extended with each member's positions and tags in columns of their own
     */
    String table(int width, Paint paint, boolean extended) {
        var table = new Table();
        table.add(heading(extended).stream().map(c -> c.painted(paint::dim)).toList());
        cluster.members().forEach(m -> table.add(row(m, paint, extended)));
        return paint.bold(title())
                + "\n"
                + table.print(width)
                + pending(paint)
                + pause(paint)
                + routes(paint)
                + cluster.scheduledSwitchover()
                        .map(s -> "\n" + paint.warning(planned(s)))
                        .orElse("")
                + cluster.backup()
                        .map(b -> "\n" + paint.dim(new Ages(Instant.now()).backup(b)))
                        .orElse("");
    }

    private static String planned(ScheduledSwitchover s) {
        return "Switchover scheduled at %s%s%s"
                .formatted(
                        s.at(),
                        s.from().map(f -> " from " + f).orElse(""),
                        s.to().map(t -> " to " + t).orElse(""));
    }

    private String pending(Paint paint) {
        String lines = PendingText.lines(cluster.members());
        return lines.isEmpty() ? "" : paint.warning(lines);
    }

    private String pause(Paint paint) {
        return cluster.paused()
                .map(
                        p ->
                                "\n"
                                        + paint.warning(
                                                "%s: no failover, no restart of a stopped server, no rejoin; what works: switchover and failover to a named member, routes, backups"
                                                        .formatted(capital(p.words()))))
                .orElse("");
    }

    /** Only what an operator should do something about. */
    private String routes(Paint paint) {
        return cluster.routes()
                .flatMap(RoutesDocument::trouble)
                .map(why -> "\n" + paint.warning("Routes: " + why))
                .orElse("");
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    String title() {
        return "Cluster: %s (%s)  %s"
                .formatted(
                        cluster.scope(),
                        cluster.databaseSystemIdentifier().orElse("uninitialized"),
                        cluster.lease().map(ClusterText::lease).orElse("no leader yet"));
    }

    private static String lease(LeaseDocument l) {
        return l.released()
                ? "no leader, %s gave up epoch %d".formatted(l.holder(), l.epoch())
                : "leader %s, epoch %d".formatted(l.holder(), l.epoch());
    }

    private static List<Table.Cell> heading(boolean extended) {
        List<Table.Cell> cells =
                new ArrayList<>(
                        List.of(
                                Table.Cell.of("MEMBER"),
                                Table.Cell.of("HOST"),
                                Table.Cell.of("ROLE"),
                                Table.Cell.of("STATE"),
                                Table.Cell.right("TL")));
        if (extended) {
            for (String title : List.of("RECEIVE LSN", "LAG", "REPLAY LSN", "LAG")) {
                cells.add(Table.Cell.right(title));
            }
            cells.add(Table.Cell.of("TAGS"));
        } else {
            cells.add(Table.Cell.right("LAG"));
        }
        cells.add(Table.Cell.of(""));
        return cells;
    }

    private List<Table.Cell> row(MemberDocument m, Paint paint, boolean extended) {
        UnaryOperator<Table.Cell> leads =
                leads(m) ? cell -> cell.painted(paint::bold) : UnaryOperator.identity();
        List<Table.Cell> cells = new ArrayList<>();
        cells.add(leads.apply(Table.Cell.of(m.name())));
        cells.add(Table.Cell.of(host(m)));
        cells.add(leads.apply(Table.Cell.of(role(m.role()))));
        cells.add(state(m, paint));
        cells.add(Table.Cell.right(timeline(m)));
        if (extended) {
            cells.add(Table.Cell.right(m.receiveLsn().orElse("")));
            cells.add(Table.Cell.right(m.receiveLag().map(ClusterText::lag).orElse("")));
            cells.add(Table.Cell.right(m.replayLsn().orElse("")));
            cells.add(Table.Cell.right(m.replayLag().map(ClusterText::lag).orElse("")));
            cells.add(Table.Cell.of(tags(m)));
            cells.add(Table.Cell.of(m.sentence()));
        } else {
            String tags = tags(m);
            cells.add(Table.Cell.right(m.lag().map(ClusterText::lag).orElse("")));
            cells.add(Table.Cell.of((tags.isEmpty() ? "" : "[" + tags + "] ") + m.sentence()));
        }
        return cells;
    }

    static boolean leads(MemberDocument m) {
        return m.role().equals("leader") || m.role().equals("standby_leader");
    }

    /** Such as "nofailover, zone=a". */
    private static String tags(MemberDocument m) {
        return m.tags()
                .map(
                        tags ->
                                new TreeMap<>(tags)
                                        .entrySet().stream()
                                                .map(
                                                        t ->
                                                                t.getValue().equals("true")
                                                                        ? t.getKey()
                                                                        : t.getKey()
                                                                                + "="
                                                                                + t.getValue())
                                                .collect(Collectors.joining(", ")))
                .orElse("");
    }

    private static Table.Cell state(MemberDocument m, Paint paint) {
        String text =
                m.state()
                        + (m.pendingRestart().orElse(false) ? ", pending restart" : "")
                        + m.scheduledRestart().map(r -> ", restart at " + r.schedule()).orElse("");
        var cell = Table.Cell.of(text);
        return switch (m.state()) {
            case "running", "streaming" -> cell.painted(paint::good);
            case "unreachable", "stopped", "crashed", "start failed" -> cell.painted(paint::bad);
            default -> cell.painted(paint::warning);
        };
    }

    String tsv() {
        return Tsv.of(
                List.of(
                        "Cluster",
                        "Member",
                        "Host",
                        "Port",
                        "Role",
                        "State",
                        "TL",
                        "Receive LSN",
                        "Receive Lag",
                        "Replay LSN",
                        "Replay Lag",
                        "Lag",
                        "Pending restart",
                        "Pending restart reason",
                        "Scheduled restart",
                        "Tags",
                        "Sentence"),
                cluster.members().stream().map(this::fields).toList());
    }

    private List<String> fields(MemberDocument m) {
        return List.of(
                cluster.scope(),
                m.name(),
                m.host(),
                Integer.toString(m.port()),
                role(m.role()),
                m.state(),
                timeline(m),
                m.receiveLsn().orElse(""),
                m.receiveLag().map(ClusterText::bytes).orElse(""),
                m.replayLsn().orElse(""),
                m.replayLag().map(ClusterText::bytes).orElse(""),
                m.lag().map(ClusterText::bytes).orElse(""),
                m.pendingRestart().orElse(false) ? "*" : "",
                String.join(", ", PendingText.changes(m).values()),
                m.scheduledRestart().map(r -> r.schedule()).orElse(""),
                tags(m),
                m.sentence());
    }

    private String host(MemberDocument m) {
        boolean shared =
                cluster.members().stream().filter(o -> o.host().equals(m.host())).count() > 1;
        return shared || m.port() != POSTGRES_PORT ? m.host() + ":" + m.port() : m.host();
    }

    private static String timeline(MemberDocument m) {
        return m.timeline().map(t -> Integer.toString(t)).orElse("");
    }

    /** sync_standby is shown as Sync Standby. */
    private static String role(String role) {
        var words = new StringBuilder();
        for (String word : role.split("_", -1)) {
            words.append(words.isEmpty() ? "" : " ")
                    .append(word.substring(0, Math.min(1, word.length())).toUpperCase(Locale.ROOT))
                    .append(word.substring(Math.min(1, word.length())));
        }
        return words.toString();
    }

    private static String bytes(Lag lag) {
        OptionalLong bytes = lag.bytes();
        return bytes.isPresent() ? Long.toString(bytes.getAsLong()) : "unknown";
    }

    static String lag(Lag lag) {
        OptionalLong bytes = lag.bytes();
        return bytes.isPresent() ? size(bytes.getAsLong()) : "unknown";
    }

    /** In PostgreSQL's units. */
    static String size(long bytes) {
        double amount = bytes;
        for (String unit : List.of("B", "kB", "MB", "GB")) {
            if (amount < 1024) {
                return unit.equals("B")
                        ? bytes + " B"
                        : String.format(Locale.ROOT, "%.1f %s", amount, unit);
            }
            amount /= 1024;
        }
        return String.format(Locale.ROOT, "%.1f TB", amount);
    }
}
