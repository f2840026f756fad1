package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Notice;
import io.matriarch.host.Clock;
import io.matriarch.host.Group;
import io.matriarch.host.Notices;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the host and the group say reaches the loop, and what they do not say changes nothing. */
final class MachineWatchTest {

    private static final Instant WALL = Instant.parse("2026-11-23T03:00:00Z");
    private static final Moment NOW = new Moment(50_000_000_000L);

    private Optional<Notices.Announcement> announced = Optional.empty();
    private GroupView.Standing standing = GroupView.Standing.HEALTHY;
    private @Nullable IOException away;
    private int asked;

    private final Inbox inbox = new Inbox();
    private final MachineWatch watch = new MachineWatch(this::gravest, group(), clock(), inbox);

    private Optional<Notices.Announcement> gravest() throws IOException {
        if (away != null) {
            throw away;
        }
        return announced;
    }

    private Group group() {
        return new Group() {
            @Override
            public GroupView.Standing standing() throws IOException {
                asked++;
                if (away != null) {
                    throw away;
                }
                return standing;
            }

            @Override
            public Optional<String> tell(GroupWord word) {
                return Optional.empty();
            }
        };
    }

    private static Clock clock() {
        return new Clock() {
            @Override
            public Moment now() {
                return NOW;
            }

            @Override
            public long wallMillis() {
                return WALL.toEpochMilli();
            }
        };
    }

    /** What one round tells the loop. */
    private List<Event> heard() throws Exception {
        List<Event> events = new ArrayList<>();
        watch.round();
        Event next = inbox.take(Duration.ZERO);
        while (!(next instanceof Event.Tick)) {
            events.add(next);
            next = inbox.take(Duration.ZERO);
        }
        return events;
    }

    @Test
    void theHostsTimeBecomesAMomentOfThisNodesClock() throws Exception {
        announced =
                Optional.of(
                        new Notices.Announcement(
                                Notice.Kind.SPOT, WALL.plusSeconds(120), "a spot interruption"));
        assertEquals(
                List.of(
                        new Event.Noticed(
                                Optional.of(
                                        new Notice(
                                                Notice.Kind.SPOT,
                                                NOW.plus(Duration.ofSeconds(120)),
                                                "a spot interruption at 2026-11-23T03:02:00Z"))),
                        new Event.StandingSeen(GroupView.Standing.HEALTHY)),
                heard());
        announced = Optional.empty();
        assertEquals(List.of(new Event.Noticed(Optional.empty())), heard());
    }

    /** The group counts the questions of all machines together. */
    @Test
    void theGroupIsAskedOnceAMinute() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertEquals(i == 0 ? 2 : 1, heard().size());
        }
        assertEquals(1, asked);
        standing = GroupView.Standing.JOINING;
        assertEquals(new Event.StandingSeen(GroupView.Standing.JOINING), heard().getLast());
        assertEquals(2, asked);
    }

    @Test
    void whatNobodyAnswersStaysAsItWas() throws Exception {
        assertEquals(2, heard().size());
        away = new IOException("the metadata service does not answer");
        assertEquals(List.of(), heard());
        for (int i = 2; i < 12; i++) {
            assertEquals(List.of(), heard());
        }
        assertEquals(List.of(), heard(), "neither does a silent group");
        away = null;
        assertEquals(List.of(new Event.Noticed(Optional.empty())), heard());
    }
}
