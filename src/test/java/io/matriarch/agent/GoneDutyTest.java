package io.matriarch.agent;

import static io.matriarch.agent.Sight.N1;
import static io.matriarch.agent.Sight.N2;
import static io.matriarch.agent.Sight.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Only a machine that is gone takes its member off the list; silence alone never does. */
final class GoneDutyTest {

    private final List<Effect> started = new ArrayList<>();
    private final Lines lines = new Lines();
    private final GoneDuty duty = new GoneDuty(started::add, lines);
    private Sight sight = Sight.of(N1).member(N2, "i-2").silent(N2).member(N3, "").silent(N3);

    private static Moment at(int seconds) {
        return new Moment(1_000_000_000_000L).plus(Duration.ofSeconds(seconds));
    }

    private List<Effect> step(int seconds) {
        started.clear();
        duty.schedule(sight.at(at(seconds)), at(seconds));
        return List.copyOf(started);
    }

    private List<Effect> ended(Reading<Set<String>> gone, int seconds) {
        started.clear();
        duty.ended(gone, sight.at(at(seconds)), at(seconds));
        return List.copyOf(started);
    }

    private static Reading<Set<String>> gone(String... machines) {
        return new Reading.Seen<>(Set.of(machines), at(0));
    }

    @Test
    void whoIsSilentForLongIsAskedAfterAndLeavesWhenItsMachineIsGone() {
        assertEquals(List.of(), step(0));
        assertEquals(List.of(), step(29));
        assertEquals(List.of(new Effect.SeekMachines(Set.of("i-2"))), step(30));
        assertEquals(List.of(), step(31), "one question at a time");
        assertEquals(List.of(new Effect.RemoveMember(N2)), ended(gone("i-2"), 32));
        assertEquals(List.of("n2 leaves the list: its machine i-2 is gone"), lines.all);
    }

    @Test
    void aMachineThatIsOnlyOutOfReachStays() {
        assertEquals(List.of(), step(0));
        assertEquals(1, step(30).size());
        assertEquals(List.of(), ended(gone(), 31));
        assertEquals(List.of(), step(59));
        assertEquals(1, step(60).size());
    }

    @Test
    void whoAnswersInBetweenIsSilentAnew() {
        assertEquals(List.of(), step(0));
        sight = Sight.of(N1).member(N2, "i-2").answers(Reports.standby(N2));
        assertEquals(List.of(), step(20));
        sight.silent(N2);
        assertEquals(List.of(), step(31));
        assertEquals(List.of(), step(60));
        assertEquals(1, step(61).size());
    }

    @Test
    void whoAnswersByNowStays() {
        assertEquals(List.of(), step(0));
        assertEquals(1, step(30).size());
        sight.answers(Reports.standby(N2));
        assertEquals(List.of(), step(31));
        assertEquals(List.of(), ended(gone("i-2"), 32));
    }

    /** Commits may wait for it: it leaves the set first. */
    @Test
    void aMemberOfTheSyncSetStays() {
        sight.told(N2);
        assertEquals(List.of(), step(0));
        assertEquals(List.of(), step(60));
    }

    @Test
    void anEntryThatNamesAnotherMachineByNowIsANewMembers() {
        assertEquals(List.of(), step(0));
        assertEquals(1, step(30).size());
        sight.member(N2, "i-22");
        assertEquals(List.of(), ended(gone("i-2"), 31));
    }

    @Test
    void whoDoesNotLeadWatchesNobody() {
        assertEquals(List.of(), step(0));
        assertEquals(1, step(30).size());
        sight.follows();
        assertEquals(List.of(), ended(gone("i-2"), 31));
        assertEquals(List.of(), step(90));
        sight = Sight.of(N1).member(N2, "i-2").silent(N2);
        assertEquals(List.of(), step(91), "it counts anew");
    }

    @Test
    void whatNobodyKnowsIsSaidOnce() {
        assertEquals(List.of(), step(0));
        assertEquals(1, step(30).size());
        assertEquals(List.of(), ended(new Reading.Missing<>("throttled by EC2"), 31));
        assertEquals(1, step(60).size());
        assertEquals(List.of(), ended(new Reading.Missing<>("throttled by EC2"), 61));
        assertEquals(
                List.of(
                        "warning: members that are gone cannot be told from silent ones: throttled by EC2"),
                lines.all);
    }
}
