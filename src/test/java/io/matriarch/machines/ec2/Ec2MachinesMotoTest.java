package io.matriarch.machines.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import io.matriarch.testing.MotoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The same calls against moto's EC2, which knows instances, their states, volumes and tags. */
final class Ec2MachinesMotoTest {

    private static final Moment NOW = new Moment(0);
    private static final Moment LATER = new Moment(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("moto", "moto"));

    private final Ec2Address address =
            new Ec2Address("eu-central-1", Optional.of(MotoServer.shared().endpoint()));
    private final QueryApi api = new QueryApi(address, CREDENTIALS, LIMIT);
    private final String self = run();
    private final String other = run();
    private final Ec2Machines machines =
            new Ec2Machines(address, self, () -> NOW, CREDENTIALS, LIMIT, LIMIT);

    Ec2MachinesMotoTest() throws IOException {}

    private String run() throws IOException {
        return api.call(
                        "RunInstances",
                        Map.of("ImageId", "ami-12c6146b", "MinCount", "1", "MaxCount", "1"))
                .at("instancesSet", "item", "instanceId");
    }

    private Instance instance(String id) throws IOException {
        return Instance.all(api.call("DescribeInstances", Map.of("InstanceId.1", id))).getFirst();
    }

    @AfterEach
    void close() {
        machines.close();
        api.close();
    }

    @Test
    void aMachineIsStoppedAndThenOff() throws IOException {
        assertEquals(new Fenced.Stopping(), machines.stop(other, LATER));
        assertEquals("stopped", instance(other).state());
        assertEquals(new Fenced.Off("stopped"), machines.stop(other, LATER));
        assertEquals("running", instance(self).state());
    }

    @Test
    void onlyATerminatedMachineIsGone() throws IOException {
        machines.stop(other, LATER);
        assertEquals(new Reading.Seen<>(Set.of(), NOW), machines.gone(Set.of(other)));
        api.call("TerminateInstances", Map.of("InstanceId.1", other));
        assertEquals(
                new Reading.Seen<>(Set.of(other, "i-00000000000000000"), NOW),
                machines.gone(Set.of(other, "i-00000000000000000")));
    }

    @Test
    void machineAndVolumesShowTheRole() throws IOException {
        assertEquals(Optional.empty(), machines.showRole("replica"));
        assertEquals(Optional.empty(), machines.showRole("leader"));
        Instance mine = instance(self);
        assertTrue(!mine.volumes().isEmpty(), "moto gives each instance a volume");
        for (String id : mine.volumes()) {
            assertEquals(Map.of("matriarch:role", "leader"), tags(id));
        }
        assertEquals(Map.of("matriarch:role", "leader"), tags(self));
        assertEquals(Map.of(), tags(other));
    }

    private Map<String, String> tags(String resource) throws IOException {
        Map<String, String> tags = new TreeMap<>();
        api.call(
                        "DescribeTags",
                        Map.of("Filter.1.Name", "resource-id", "Filter.1.Value.1", resource))
                .all("tagSet", "item")
                .forEach(tag -> tags.put(tag.at("key"), tag.at("value")));
        return tags;
    }
}
