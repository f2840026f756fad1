package io.matriarch.host.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.GroupView.Standing;
import io.matriarch.cluster.GroupWord;
import io.matriarch.testing.Metadata;
import io.matriarch.testing.MotoServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;

/** Against moto's Auto Scaling; what it does not have is tried against a door that refuses. */
final class ScalingGroupTest {

    private static final String NAME = "matriarch-orders";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MotoServer moto = MotoServer.start();
    private static final AutoScalingClient provider = provider();

    private final Metadata metadata = new Metadata();
    private final List<String> instances = instances();
    private final ScalingGroup group = group(moto.endpoint().toString(), instances.getFirst());

    ScalingGroupTest() throws IOException {}

    @BeforeAll
    static void make() {
        provider.createLaunchConfiguration(
                r ->
                        r.launchConfigurationName("c")
                                .imageId("ami-12c6146b")
                                .instanceType("t2.medium"));
        provider.createAutoScalingGroup(
                r ->
                        r.autoScalingGroupName(NAME)
                                .launchConfigurationName("c")
                                .availabilityZones("eu-central-1a")
                                .minSize(3)
                                .maxSize(3));
    }

    @AfterAll
    static void end() {
        provider.close();
        moto.close();
    }

    @AfterEach
    void close() {
        group.close();
        metadata.close();
    }

    private static List<String> instances() {
        return provider.describeAutoScalingInstances().autoScalingInstances().stream()
                .map(AutoScalingInstanceDetails::instanceId)
                .sorted()
                .toList();
    }

    /** The owner's own, which has time. */
    private static AutoScalingClient provider() {
        return ScalingClients.of("eu-central-1", Optional.of(moto.endpoint()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("nobody", "nothing")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
                .overrideConfiguration(c -> c.apiCallTimeout(PATIENCE))
                .build();
    }

    private static AutoScalingClient client(String endpoint) {
        return ScalingClients.of("eu-central-1", Optional.of(URI.create(endpoint)))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("nobody", "nothing")))
                .build();
    }

    private ScalingGroup group(String endpoint, String instance) {
        metadata.of(instance);
        return ScalingGroup.with(
                client(endpoint), Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.endpoint()));
    }

    @Test
    void anInstanceReportsItselfAndNobodyElse() throws IOException {
        assertEquals(Standing.HEALTHY, group.standing());
        assertEquals(Optional.empty(), group.tell(GroupWord.UNHEALTHY));
        assertEquals(Standing.UNHEALTHY, group.standing());
        long unhealthy =
                provider.describeAutoScalingInstances().autoScalingInstances().stream()
                        .filter(d -> d.healthStatus().equalsIgnoreCase("unhealthy"))
                        .count();
        assertEquals(1, unhealthy);
    }

    @Test
    void aGroupWithoutAHookDoesNotWait() {
        assertEquals(Optional.empty(), group.tell(GroupWord.MAY_GO));
        assertEquals(Optional.empty(), group.tell(GroupWord.BUSY));
    }

    @Test
    void anInstanceOfNoGroupHasNoStanding() throws IOException {
        try (ScalingGroup other = group(moto.endpoint().toString(), "i-00000000000000000")) {
            assertEquals(Standing.NONE, other.standing());
            assertEquals(Optional.empty(), other.tell(GroupWord.MAY_GO));
        }
    }

    @Test
    void aMissingPermissionIsNamed() throws IOException {
        try (Refusal denied = new Refusal(403, "AccessDenied", "not authorized");
                ScalingGroup closed = group(denied.endpoint(), "i-1")) {
            assertEquals(
                    Optional.of(
                            "the Auto Scaling group: denied; the instance's role needs autoscaling:SetInstanceHealth"),
                    closed.tell(GroupWord.UNHEALTHY));
            IOException e = assertThrows(IOException.class, closed::standing);
            assertTrue(
                    String.valueOf(e.getMessage())
                            .endsWith("needs autoscaling:DescribeAutoScalingInstances"),
                    e.getMessage());
        }
    }

    @Test
    void throttlingAndAnUnknownInstanceAreToldApart() throws IOException {
        try (Refusal busy = new Refusal(400, "Throttling", "Rate exceeded");
                ScalingGroup slow = group(busy.endpoint(), "i-1")) {
            assertEquals(
                    Optional.of(
                            "the Auto Scaling group: autoscaling:SetInstanceHealth is throttled"),
                    slow.tell(GroupWord.UNHEALTHY));
        }
        try (Refusal unknown = new Refusal(400, "ValidationError", "Instance Id not found");
                ScalingGroup other = group(unknown.endpoint(), "i-1")) {
            assertEquals(
                    Optional.of(
                            "the Auto Scaling group: autoscaling:SetInstanceHealth is refused: Instance Id not found"),
                    other.tell(GroupWord.UNHEALTHY));
        }
    }

    @Test
    void theHookThatHoldsTheInstanceHearsItsWords() throws IOException {
        try (Hooked hooked = new Hooked("i-1");
                ScalingGroup ends = group(hooked.endpoint(), "i-1")) {
            assertEquals(Optional.empty(), ends.tell(GroupWord.BUSY));
            assertEquals(Optional.empty(), ends.tell(GroupWord.MAY_GO));
            assertEquals(
                    List.of(
                            "RecordLifecycleActionHeartbeat orders-terminating of orders for i-1",
                            "CompleteLifecycleAction orders-terminating of orders for i-1 with CONTINUE"),
                    hooked.heard());
        }
    }

    @Test
    void anInstanceThatIsStartedSaysWhenItIsInService() throws IOException {
        try (Hooked hooked = new Hooked("i-1");
                ScalingGroup begins = group(hooked.endpoint(), "i-1")) {
            hooked.state("Pending:Wait");
            assertEquals(Standing.JOINING, begins.standing());
            assertEquals(Optional.empty(), begins.tell(GroupWord.JOINING));
            assertEquals(Optional.empty(), begins.tell(GroupWord.JOINED));
            assertEquals(
                    List.of(
                            "RecordLifecycleActionHeartbeat orders-launching of orders for i-1",
                            "CompleteLifecycleAction orders-launching of orders for i-1 with CONTINUE"),
                    hooked.heard());
            hooked.state("Pending:Proceed");
            assertEquals(Standing.HEALTHY, begins.standing());
        }
    }
}
