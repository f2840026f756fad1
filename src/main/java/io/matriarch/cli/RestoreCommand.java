package io.matriarch.cli;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Found a cluster with what another one archived, or this one before it was lost,",
            "up to a point in time.",
            "It is carried out by the agent of this node, which must not run yet."
        },
        sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendPattern("['T'][' ']")
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .appendPattern("[' ']")
                    .appendOffset("+HH:mm", "Z")
                    .toFormatter();
    private static final Pattern HOURS = Pattern.compile("[+-]\\d{2}$");

    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = "--from",
            paramLabel = "PREFIX",
            description =
                    "The archive, s3://bucket/path or file:///directory (default: backup.s3-prefix).")
    Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Such as '2026-11-22 10:32:00+00'.")
    Optional<String> time = Optional.empty();

    @Option(names = "--to-lsn", paramLabel = "LSN", description = "Such as 16/B374D848.")
    Optional<String> lsn = Optional.empty();

    @Option(names = "--to-name", paramLabel = "NAME", description = "A named restore point.")
    Optional<String> name = Optional.empty();

    @Parameters(
            arity = "0..1",
            paramLabel = "latest",
            description = "All that was archived (default).")
    Optional<String> latest = Optional.empty();

    @Option(
            names = "--timeline",
            paramLabel = "NUMBER",
            description = "Follow this timeline (default: latest).")
    String timeline = "latest";

    @Option(
            names = "--pause",
            description = "Pause at the target; pg_wal_replay_resume() ends the recovery.")
    boolean pause;

    RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        long targets =
                List.of(time, lsn, name, latest).stream().filter(Optional::isPresent).count();
        if (targets > 1 || latest.filter(l -> !l.equals("latest")).isPresent()) {
            throw Failure.usage("one target: --to TIME, --to-lsn LSN, --to-name NAME or latest");
        }
        if (!timeline.matches("latest|[1-9]\\d{0,8}")) {
            throw Failure.usage("--timeline \"%s\" is no timeline".formatted(timeline));
        }
        try {
            var order = new RestoreOrder(from, instant(), lsn, name, pause, timeline);
            session.out().println(where.restore(session, order));
            return 0;
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Instant> instant() throws Failure {
        if (time.isEmpty()) {
            return Optional.empty();
        }
        String text = time.get();
        try {
            // PostgreSQL writes +00 where others write +00:00.
            String full = HOURS.matcher(text).find() ? text + ":00" : text;
            return Optional.of(OffsetDateTime.parse(full, TIME).toInstant());
        } catch (DateTimeException _) {
            throw Failure.usage(
                    "--to \"%s\" is no time with a zone, such as '2026-11-22 10:32:00+00'"
                            .formatted(text));
        }
    }
}
