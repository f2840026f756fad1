package io.matriarch.machines.ec2;

import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import io.matriarch.host.BoundedCall;
import io.matriarch.machines.Machines;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Asks EC2. What it says of others counts only while it says in the same answer that this instance
 * runs: then it is the right account and region, and this node is itself none that somebody stops.
 */
public final class Ec2Machines implements Machines, AutoCloseable {

    private static final Duration ATTEMPT = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final String ROLE = "matriarch:role";

    private final String self;
    private final Supplier<Moment> clock;
    private final QueryApi api;
    private final BoundedCall bounded;
    private final Ec2Words words;

    Ec2Machines(
            Ec2Address address,
            String self,
            Supplier<Moment> clock,
            AwsCredentialsProvider credentials,
            Duration attempt,
            Duration limit) {
        this.self = self;
        this.clock = clock;
        this.api = new QueryApi(address, credentials, attempt);
        this.bounded = new BoundedCall("matriarch-ec2", limit);
        this.words = new Ec2Words(address.name(), limit);
    }

    /**
     * With the credentials of the instance's role.
     *
     * @param self this instance's id
     * @param clock this node's monotonic one
     */
    public static Ec2Machines open(Ec2Address address, String self, Supplier<Moment> clock) {
        return new Ec2Machines(
                address, self, clock, DefaultCredentialsProvider.create(), ATTEMPT, LIMIT);
    }

    @Override
    public Fenced stop(String instance, Moment validUntil) {
        if (instance.equals(self)) {
            return new Fenced.Failed(self + " is this very instance");
        }
        try {
            Map<String, Instance> seen = describe(Set.of(instance));
            String state = state(seen, instance);
            return switch (state) {
                case "stopped", "terminated", "gone" -> new Fenced.Off(state);
                case "stopping", "shutting-down" -> new Fenced.Stopping();
                default -> send(instance, validUntil);
            };
        } catch (CallFailed e) {
            return new Fenced.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Fenced send(String instance, Moment validUntil) throws CallFailed {
        // The question before took its time: whoever leads by now must not be stopped.
        if (!clock.get().isBefore(validUntil)) {
            return new Fenced.Failed("the lease ended before the instance could be stopped");
        }
        call(
                "StopInstances",
                Map.of("InstanceId.1", instance, "Force", "true", "SkipOsShutdown", "true"));
        return new Fenced.Stopping();
    }

    @Override
    public Reading<Set<String>> gone(Set<String> instances) {
        Moment asked = clock.get();
        try {
            Map<String, Instance> seen = describe(instances);
            Set<String> gone =
                    instances.stream()
                            .filter(i -> Set.of("terminated", "gone").contains(state(seen, i)))
                            .collect(Collectors.toCollection(TreeSet::new));
            return new Reading.Seen<>(gone, asked);
        } catch (CallFailed e) {
            return new Reading.Missing<>(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<String> showRole(String role) {
        try {
            List<String> resources = new ArrayList<>(List.of(self));
            describe(Set.of()).values().forEach(mine -> resources.addAll(mine.volumes()));
            Map<String, String> form = new LinkedHashMap<>();
            for (int i = 0; i < resources.size(); i++) {
                form.put("ResourceId." + (i + 1), resources.get(i));
            }
            form.put("Tag.1.Key", ROLE);
            form.put("Tag.1.Value", role);
            call("CreateTags", form);
            return Optional.empty();
        } catch (CallFailed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String state(Map<String, Instance> seen, String instance) {
        Instance found = seen.get(instance);
        return found == null ? "gone" : found.state();
    }

    /** By a filter: an id that EC2 does not know any more would fail the question as a whole. */
    private Map<String, Instance> describe(Set<String> others) throws CallFailed {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Filter.1.Name", "instance-id");
        form.put("Filter.1.Value.1", self);
        int number = 2;
        for (String other : others) {
            form.put("Filter.1.Value." + number++, other);
        }
        Answer answer = call("DescribeInstances", form);
        if (!answer.at("nextToken").isEmpty()) {
            throw new CallFailed("EC2 answered with a part of the instances only");
        }
        Map<String, Instance> seen =
                Instance.all(answer).stream()
                        .collect(Collectors.toMap(Instance::id, i -> i, (a, _) -> a));
        String mine = state(seen, self);
        if (!mine.equals("running")) {
            throw new CallFailed(
                    "EC2 says that this instance, %s, is %s itself".formatted(self, mine));
        }
        return seen;
    }

    private Answer call(String action, Map<String, String> form) throws CallFailed {
        try {
            return bounded.run(() -> api.call(action, form));
        } catch (IOException e) {
            throw new CallFailed(words.of(action, e));
        } catch (TimeoutException _) {
            throw new CallFailed(words.noAnswer());
        } catch (RejectedExecutionException _) {
            throw new CallFailed(words.busy(BoundedCall.AT_ONCE));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CallFailed("interrupted while waiting for EC2");
        }
    }

    /** Its message is one line for an operator. */
    private static final class CallFailed extends Exception {

        private static final long serialVersionUID = 1;

        CallFailed(String message) {
            super(message);
        }
    }

    @Override
    public void close() {
        api.close();
        bounded.close();
    }
}
