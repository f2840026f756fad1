package io.matriarch.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.Plan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Optional;

/** A time in the future, with its zone, as an operator writes it. */
sealed interface Schedule {

    record At(Instant when) implements Schedule {}

    /** With Patroni's statuses: 400 without a zone, 422 for what is no time, or past. */
    record Wrong(Answer answer) implements Schedule {}

    /** Also {@code 2026-01-02 03:04+01:00}, with a blank, and without seconds. */
    DateTimeFormatter FORM =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendPattern("['T'][' ']")
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .appendPattern("[' ']")
                    .optionalStart()
                    .appendOffset("+HH:mm", "Z")
                    .optionalEnd()
                    .optionalStart()
                    .appendOffset("+HHmm", "+0000")
                    .optionalEnd()
                    .optionalStart()
                    .appendOffset("+HH", "+00")
                    .optionalEnd()
                    .toFormatter(java.util.Locale.ROOT);

    static Schedule parse(JsonNode value, String field, Instant now) {
        if (!value.isTextual()) {
            return wrong(
                    400, "\"%s\" must be a time such as 2026-01-02T03:04:05Z".formatted(field));
        }
        String text = value.textValue().strip();
        try {
            Object found = FORM.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            if (!(found instanceof OffsetDateTime with)) {
                return wrong(
                        400,
                        "\"%s\" %s needs its zone, such as %sZ or %s+01:00"
                                .formatted(field, text, text, text));
            }
            return with.toInstant().isAfter(now)
                    ? new At(with.toInstant())
                    : wrong(
                            422,
                            "\"%s\" %s is in the past: it is %s now".formatted(field, text, now));
        } catch (DateTimeException _) {
            return wrong(
                    422,
                    "\"%s\" %s is no time such as 2026-01-02T03:04:05Z".formatted(field, text));
        }
    }

    /** As Patroni, which plans nothing while it is paused. */
    static Answer paused(Pause pause) {
        return new Answer(
                400,
                "the cluster is %s, and nothing that is planned begins in a pause: resume it first"
                        .formatted(pause.words()));
    }

    /** What planning it would come to: at most one is planned. */
    static Answer trial(
            Optional<? extends Plan> planned, Instant when, String what, List<String> lines) {
        return planned.map(
                        p ->
                                new Answer(
                                        409,
                                        "Another %s is already scheduled, at %s"
                                                .formatted(what, p.at())))
                .orElseGet(
                        () ->
                                new Answer(
                                        200,
                                        "would be scheduled at %s; as things are now it would come to this:\n%s"
                                                .formatted(when, String.join("\n", lines))));
    }

    private static Schedule wrong(int status, String line) {
        return new Wrong(new Answer(status, line));
    }
}
