package io.matriarch.host.ec2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.cluster.Notice;
import io.matriarch.host.Notices;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.imds.Ec2MetadataClientException;
import software.amazon.awssdk.imds.Ec2MetadataRetryPolicy;

/** What the metadata service says of the instance's end; each answer is there or is "not found". */
public final class InstanceNotices implements Notices, AutoCloseable {

    private static final String META = "/latest/meta-data/";
    private static final int NOT_FOUND = 404;
    private static final Duration ATTEMPT = Duration.ofSeconds(1);

    /** Within the five minutes for which a lifecycle hook waits. */
    private static final Duration HOOK = Duration.ofMinutes(4);

    /** Such as "21 Jan 2019 09:00:43 GMT". */
    private static final DateTimeFormatter EVENT_TIME =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("d MMM yyyy HH:mm:ss zzz")
                    .toFormatter(Locale.ENGLISH);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ec2MetadataClient client;
    private final InstantSource wall;
    private Optional<Instant> terminating = Optional.empty();
    private Optional<Instant> aside = Optional.empty();

    InstanceNotices(Ec2MetadataClient client, InstantSource wall) {
        this.client = client;
        this.wall = wall;
    }

    /**
     * @param env may name another endpoint, for tests
     */
    public static InstanceNotices open(Map<String, String> env) {
        var builder =
                Ec2MetadataClient.builder()
                        .httpClient(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(ATTEMPT)
                                        .socketTimeout(ATTEMPT))
                        // The next round is the retry.
                        .retryPolicy(
                                Ec2MetadataRetryPolicy.builder()
                                        .numRetries(1)
                                        .backoffStrategy(BackoffStrategy.none())
                                        .build());
        InstanceMetadata.endpoint(env).ifPresent(builder::endpoint);
        return new InstanceNotices(builder.build(), InstantSource.system());
    }

    @Override
    public Optional<Announcement> gravest() throws IOException {
        List<Announcement> all = new ArrayList<>();
        group().ifPresent(all::add);
        spot().ifPresent(all::add);
        rebalance().ifPresent(all::add);
        all.addAll(maintenance());
        return all.stream()
                .min(Comparator.comparing(Announcement::kind).thenComparing(Announcement::at));
    }

    /** The group says where the instance is to go, and not when. */
    private Optional<Announcement> group() throws IOException {
        String target = get("autoscaling/target-lifecycle-state").orElse("").strip();
        Instant now = wall.instant();
        boolean ends = target.equals("Terminated") || target.equals("Warmed:Terminated");
        boolean leaves =
                target.equals("Standby")
                        || target.equals("Detached")
                        || target.startsWith("Warmed:");
        terminating = ends ? terminating.or(() -> Optional.of(now)) : Optional.empty();
        aside = leaves && !ends ? aside.or(() -> Optional.of(now)) : Optional.empty();
        return terminating
                .map(
                        since ->
                                new Announcement(
                                        Notice.Kind.TERMINATING,
                                        since.plus(HOOK),
                                        "its Auto Scaling group terminates it"))
                .or(
                        () ->
                                aside.map(
                                        since ->
                                                new Announcement(
                                                        Notice.Kind.PUT_ASIDE,
                                                        since,
                                                        "its Auto Scaling group moves it to "
                                                                + target)));
    }

    private Optional<Announcement> spot() throws IOException {
        Optional<JsonNode> said = json("spot/instance-action");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Announcement(
                        Notice.Kind.SPOT,
                        instant(said.get().path("time").asText()),
                        "a spot interruption (%s)"
                                .formatted(said.get().path("action").asText("terminate"))));
    }

    private Optional<Announcement> rebalance() throws IOException {
        Optional<JsonNode> said = json("events/recommendations/rebalance");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Announcement(
                        Notice.Kind.REBALANCE,
                        instant(said.get().path("noticeTime").asText()),
                        "a rebalance recommendation"));
    }

    private List<Announcement> maintenance() throws IOException {
        List<Announcement> found = new ArrayList<>();
        for (JsonNode event :
                json("events/maintenance/scheduled").map(List::of).orElse(List.of())) {
            for (JsonNode one : event) {
                if (one.path("State").asText().equals("active")) {
                    found.add(
                            new Announcement(
                                    Notice.Kind.MAINTENANCE,
                                    eventTime(one.path("NotBefore").asText()),
                                    "scheduled maintenance (%s)"
                                            .formatted(one.path("Code").asText("?"))));
                }
            }
        }
        return found;
    }

    private static Instant instant(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IOException("the metadata service names \"%s\" as a time".formatted(text), e);
        }
    }

    private static Instant eventTime(String text) throws IOException {
        try {
            return ZonedDateTime.parse(text, EVENT_TIME).toInstant();
        } catch (DateTimeParseException _) {
            return instant(text);
        }
    }

    private Optional<JsonNode> json(String path) throws IOException {
        Optional<String> text = get(path).filter(t -> !t.isBlank());
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(text.get()));
        } catch (JsonProcessingException e) {
            throw new IOException("the metadata service answers no JSON for " + path, e);
        }
    }

    /** Empty when there is no such thing, which is the usual answer. */
    private Optional<String> get(String path) throws IOException {
        try {
            return Optional.of(client.get(META + path).asString());
        } catch (Ec2MetadataClientException e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw unanswered(e);
        } catch (SdkException e) {
            throw unanswered(e);
        }
    }

    private static IOException unanswered(SdkException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new IOException(
                "the instance's metadata service does not say whether the instance is about to go: "
                        + line,
                e);
    }

    @Override
    public void close() {
        client.close();
    }
}
