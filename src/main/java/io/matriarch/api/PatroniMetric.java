package io.matriarch.api;

import io.matriarch.agent.Snapshot;
import io.matriarch.api.dto.NodeDocument;
import io.matriarch.api.dto.Xlog;
import io.matriarch.cluster.Release;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Patroni's gauges, read from the document that {@code /patroni} shows. */
enum PatroniMetric {
    VERSION("Version, two digits for each part", _ -> version(Release.VERSION)),
    POSTGRES_RUNNING("1 if PostgreSQL runs", d -> yes(d.state().equals("running"))),
    POSTMASTER_START_TIME(
            "When PostgreSQL started, seconds since 1970", d -> seconds(d.postmasterStartTime())),
    PRIMARY("1 if PostgreSQL is a primary", d -> yes(d.role().equals("primary"))),
    XLOG_LOCATION("Position of a primary, bytes", d -> xlog(d, Xlog::location)),
    STANDBY_LEADER(
            "1 if this leads a standby cluster", d -> yes(d.role().equals("standby_leader"))),
    REPLICA("1 if PostgreSQL is a standby", d -> yes(d.role().equals("replica"))),
    SYNC_STANDBY("1 if each commit waits for this standby", d -> flag(d.syncStandby())),
    QUORUM_STANDBY("1 if commits wait for some standbys of a set", d -> flag(d.quorumStandby())),
    XLOG_RECEIVED_LOCATION("Received by a standby, bytes", d -> xlog(d, Xlog::receivedLocation)),
    XLOG_REPLAYED_LOCATION("Replayed by a standby, bytes", d -> xlog(d, Xlog::replayedLocation)),
    XLOG_REPLAYED_TIMESTAMP(
            "Time of the last replayed commit, seconds since 1970",
            d -> seconds(d.xlog().flatMap(Xlog::replayedTimestamp))),
    XLOG_PAUSED("1 if replay is paused", d -> flag(d.xlog().flatMap(Xlog::paused))),
    POSTGRES_STREAMING(
            "1 if a standby streams",
            d -> yes(d.replicationState().filter("streaming"::equals).isPresent())),
    POSTGRES_IN_ARCHIVE_RECOVERY(
            "1 if a standby does not stream",
            d -> yes(d.replicationState().filter("in archive recovery"::equals).isPresent())),
    POSTGRES_SERVER_VERSION("Such as 150006", d -> d.serverVersion().orElse(0)),
    CLUSTER_UNLOCKED("1 if nobody holds the lease", d -> flag(d.clusterUnlocked())),
    FAILSAFE_MODE_IS_ACTIVE("1 if the failsafe is in use", d -> flag(d.failsafeModeIsActive())),
    POSTGRES_TIMELINE("Timeline, 0 if unknown", d -> d.timeline().orElse(0)),
    DCS_LAST_SEEN(
            "When the store was last read, seconds since 1970", d -> d.dcsLastSeen().orElse(0L)),
    PENDING_RESTART("1 if PostgreSQL needs a restart", d -> flag(d.pendingRestart())),
    IS_PAUSED("1 in maintenance mode", d -> flag(d.pause())),
    FAILSAFE_MODE_ENABLED("1 if the failsafe may be used, which is always so", _ -> 1),
    POSTGRES_STATE("Number of the state, by Patroni's list", d -> PatroniState.number(d.state())),
    FAILOVER_PRIORITY("Among equals the higher one leads; 0 never", PatroniMetric::priority);

    private final String help;
    private final ToDoubleFunction<NodeDocument> value;

    PatroniMetric(String help, ToDoubleFunction<NodeDocument> value) {
        this.help = help;
        this.value = value;
    }

    String title() {
        return "patroni_" + name().toLowerCase(Locale.ROOT);
    }

    String help() {
        return help;
    }

    double of(Snapshot s) {
        return value.applyAsDouble(NodeDescription.of(s));
    }

    private static double priority(NodeDocument d) {
        Map<String, String> tags = d.tags();
        return tags.containsKey("nofailover")
                ? 0
                : Integer.parseInt(tags.getOrDefault("failover_priority", "1"));
    }

    private static double yes(boolean on) {
        return on ? 1 : 0;
    }

    private static double flag(Optional<Boolean> flag) {
        return yes(flag.orElse(false));
    }

    private static double xlog(
            NodeDocument d, java.util.function.Function<Xlog, Optional<Long>> field) {
        return d.xlog().flatMap(field).orElse(0L);
    }

    /** 4.1.15 is 040115, as Patroni has it. */
    private static double version(String text) {
        double number = 0;
        for (String part : text.split("-", 2)[0].split("\\.", 3)) {
            number = number * 100 + Integer.parseInt(part);
        }
        return number;
    }

    private static double seconds(Optional<String> time) {
        try {
            Optional<Instant> instant = time.map(PatroniMetric::instant);
            return instant.map(i -> i.toEpochMilli() / 1000.0).orElse(0.0);
        } catch (DateTimeParseException _) {
            return 0;
        }
    }

    /** Both ISO 8601 and PostgreSQL's own 2026-01-02 03:04:05.6+00. */
    private static Instant instant(String text) {
        String iso = text.strip().replaceFirst(" ", "T");
        return OffsetDateTime.parse(iso.matches(".*[+-]\\d\\d") ? iso + ":00" : iso).toInstant();
    }
}
