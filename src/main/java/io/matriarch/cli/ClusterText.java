package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.Lag;
import io.matriarch.api.dto.LeaseDocument;
import io.matriarch.api.dto.MemberDocument;
import io.matriarch.api.dto.RoutesDocument;
import io.matriarch.api.dto.ScheduledSwitchover;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A cluster as a table that a person likes to read, or as tab-separated lines. */
public final class ClusterText {
    private static final int POSTGRES_PORT = 5432;

    private final ClusterDocument cluster;

    public ClusterText(ClusterDocument cluster) {
        this.cluster = cluster;
    }

    public String table(int width, Paint paint) {
        var table = new Table();
        table.add(
                List.of(
                        Table.Cell.of("MEMBER").painted(paint::dim),
                        Table.Cell.of("HOST").painted(paint::dim),
                        Table.Cell.of("ROLE").painted(paint::dim),
                        Table.Cell.of("STATE").painted(paint::dim),
                        Table.Cell.right("TL").painted(paint::dim),
                        Table.Cell.right("LAG").painted(paint::dim),
                        Table.Cell.of("")));
        cluster.members().forEach(m -> table.add(row(m, paint)));
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

    private List<Table.Cell> row(MemberDocument m, Paint paint) {
        boolean leads = m.role().equals("leader");
        return List.of(
                leads ? Table.Cell.of(m.name()).painted(paint::bold) : Table.Cell.of(m.name()),
                Table.Cell.of(host(m)),
                leads
                        ? Table.Cell.of(role(m.role())).painted(paint::bold)
                        : Table.Cell.of(role(m.role())),
                state(m, paint),
                Table.Cell.right(timeline(m)),
                Table.Cell.right(m.lag().map(ClusterText::lag).orElse("")),
                Table.Cell.of(tags(m) + m.sentence()));
    }

    /** Before the sentence: "[nofailover] no action: ...". */
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
                                                .collect(Collectors.joining(", ", "[", "] ")))
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
                        "Lag",
                        "Sentence"),
                cluster.members().stream()
                        .map(
                                m ->
                                        List.of(
                                                cluster.scope(),
                                                m.name(),
                                                m.host(),
                                                Integer.toString(m.port()),
                                                role(m.role()),
                                                m.state(),
                                                timeline(m),
                                                m.lag().map(ClusterText::bytes).orElse(""),
                                                m.sentence()))
                        .toList());
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
