package io.matriarch.machines.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import io.matriarch.host.BoundedCall;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What is asked of EC2, and what becomes of each of its refusals. */
final class Ec2MachinesTest {

    private static final String SELF = "i-0000000000000000a";
    private static final String OTHER = "i-0000000000000000b";
    private static final Moment LATER = new Moment(Long.MAX_VALUE);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeEc2 ec2;
    private Moment now = new Moment(0);
    private Ec2Machines machines;

    Ec2MachinesTest() throws IOException {
        ec2 = new FakeEc2().instance(SELF, "running").instance(OTHER, "running");
        machines = machines(ec2.endpoint(), LIMIT);
    }

    private Ec2Machines machines(URI endpoint, Duration limit) {
        return new Ec2Machines(
                new Ec2Address("eu-central-1", Optional.of(endpoint)),
                SELF,
                () -> now,
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(SignedForm.KEY, SignedForm.SECRET)),
                LIMIT,
                limit);
    }

    @AfterEach
    void close() {
        machines.close();
        ec2.close();
    }

    private String place() {
        return "EC2 at " + ec2.endpoint();
    }

    @Test
    void asksForAStopWithoutTheOrderlyEndOfTheSystem() {
        assertEquals(new Fenced.Stopping(), machines.stop(OTHER, LATER));
        assertEquals(List.of("DescribeInstances", "StopInstances"), ec2.actions());
        SignedForm stop = ec2.calls().getLast();
        assertEquals(OTHER, stop.fields().get("InstanceId.1"));
        assertEquals("true", stop.fields().get("Force"));
        assertEquals("true", stop.fields().get("SkipOsShutdown"));
        assertEquals("2016-11-15", stop.fields().get("Version"));
        assertTrue(stop.scope().endsWith("/eu-central-1/ec2/aws4_request"), stop.scope());
    }

    @Test
    void neverStopsItself() {
        assertInstanceOf(Fenced.Failed.class, machines.stop(SELF, LATER));
        assertEquals(List.of(), ec2.actions());
    }

    @ParameterizedTest
    @CsvSource({"stopping", "shutting-down"})
    void whatIsGoingDownIsNotToldAgain(String state) {
        ec2.instance(OTHER, state);
        assertEquals(new Fenced.Stopping(), machines.stop(OTHER, LATER));
        assertEquals(List.of("DescribeInstances"), ec2.actions());
    }

    @ParameterizedTest
    @CsvSource({"stopped", "terminated"})
    void whatIsOffIsOff(String state) {
        ec2.instance(OTHER, state);
        assertEquals(new Fenced.Off(state), machines.stop(OTHER, LATER));
        assertEquals(List.of("DescribeInstances"), ec2.actions());
    }

    @Test
    void whatEc2DoesNotKnowIsGone() {
        assertEquals(new Fenced.Off("gone"), machines.stop("i-0000000000000000c", LATER));
    }

    @ParameterizedTest
    @CsvSource({"stopping", "terminated"})
    void whoIsBeingStoppedStopsNobody(String state) {
        ec2.instance(SELF, state);
        assertEquals(
                new Fenced.Failed(
                        "EC2 says that this instance, %s, is %s itself".formatted(SELF, state)),
                machines.stop(OTHER, LATER));
        assertEquals(List.of("DescribeInstances"), ec2.actions());
    }

    @Test
    void anAnswerWithoutThisInstanceSaysNothingOfOthers() throws IOException {
        try (FakeEc2 elsewhere = new FakeEc2();
                Ec2Machines lost = machines(elsewhere.endpoint(), LIMIT)) {
            assertInstanceOf(Fenced.Failed.class, lost.stop(OTHER, LATER));
            assertInstanceOf(Reading.Missing.class, lost.gone(Set.of(OTHER)));
        }
    }

    @Test
    void nothingIsSentAfterTheLease() {
        now = new Moment(5);
        assertEquals(
                new Fenced.Failed("the lease ended before the instance could be stopped"),
                machines.stop(OTHER, new Moment(5)));
        assertEquals(List.of("DescribeInstances"), ec2.actions());
    }

    @Test
    void onlyWhatIsTerminatedOrUnknownIsGone() {
        String third = "i-0000000000000000c";
        String fourth = "i-0000000000000000d";
        ec2.instance(third, "terminated").instance(OTHER, "stopped");
        assertEquals(
                new Reading.Seen<>(Set.of(third, fourth), now),
                machines.gone(Set.of(OTHER, third, fourth)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StopInstances | UnauthorizedOperation | access denied: this needs ec2:StopInstances on the members' instances",
                "DescribeInstances | UnauthorizedOperation | access denied: this needs ec2:DescribeInstances",
                "StopInstances | RequestLimitExceeded | throttled by PLACE",
                "StopInstances | InvalidInstanceID.NotFound | PLACE knows no such instance: no & no",
                "StopInstances | ExpiredToken | PLACE refuses the credentials: ExpiredToken: no & no",
                "StopInstances | IncorrectInstanceState | PLACE answered IncorrectInstanceState (HTTP 403): no & no",
                "DescribeInstances | html | PLACE answered no error code (HTTP 502): <html><body>Bad Gateway</body>",
            })
    void eachRefusalIsOneLine(String action, String code, String line) {
        ec2.refuse(action, code);
        assertEquals(
                new Fenced.Failed(line.replace("PLACE", place())), machines.stop(OTHER, LATER));
    }

    @Test
    void tagsAreRefusedInOneLine() {
        ec2.refuse("CreateTags", "UnauthorizedOperation");
        assertEquals(
                Optional.of(
                        "access denied: this needs ec2:CreateTags on this instance and its volumes"),
                machines.showRole("leader"));
    }

    @Test
    void anAnswerThatNeverEndsIsNotWaitedFor() {
        ec2.refuse("DescribeInstances", "hang");
        try (Ec2Machines hasty = machines(ec2.endpoint(), Duration.ofSeconds(1))) {
            for (int i = 0; i < BoundedCall.AT_ONCE; i++) {
                assertEquals(
                        new Fenced.Failed("no answer from %s within 1 s".formatted(place())),
                        hasty.stop(OTHER, LATER));
            }
        }
    }

    @Test
    void whoDoesNotListenIsUnreachable() {
        ec2.close();
        assertEquals(
                new Fenced.Failed(place() + " is unreachable: connection refused"),
                machines.stop(OTHER, LATER));
    }

    @Test
    void eachPartitionHasItsOwnDomain() {
        assertEquals(
                "https://ec2.eu-central-1.amazonaws.com/",
                new Ec2Address("eu-central-1", Optional.empty()).uri().toString());
        assertEquals(
                "https://ec2.cn-north-1.amazonaws.com.cn/",
                new Ec2Address("cn-north-1", Optional.empty()).uri().toString());
    }
}
