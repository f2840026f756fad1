package io.matriarch.host.ec2;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.host.BoundedCall;
import io.matriarch.host.Group;
import io.matriarch.host.InstanceIdentity;
import io.matriarch.host.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;

/** The Auto Scaling group of this instance; who that is, it asks when it is first needed. */
public final class ScalingGroup implements Group, AutoCloseable {

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_AUTO_SCALING";
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
    private static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";

    private final Map<String, String> env;
    private final BoundedCall bounded = new BoundedCall("matriarch-group", LIMIT);
    private @Nullable InstanceIdentity me;
    private @Nullable AutoScalingClient client;

    private ScalingGroup(Map<String, String> env, @Nullable AutoScalingClient client) {
        this.env = env;
        this.client = client;
    }

    /**
     * @param env may name other endpoints, for tests
     */
    public static ScalingGroup open(Map<String, String> env) {
        return new ScalingGroup(env, null);
    }

    /** With a client of its own, which it closes. */
    static ScalingGroup with(AutoScalingClient client, Map<String, String> env) {
        return new ScalingGroup(env, client);
    }

    @Override
    public GroupView.Standing standing() throws IOException {
        return details().map(ScalingGroup::standing).orElse(GroupView.Standing.NONE);
    }

    private static GroupView.Standing standing(AutoScalingInstanceDetails details) {
        if ("UNHEALTHY".equalsIgnoreCase(details.healthStatus())) {
            return GroupView.Standing.UNHEALTHY;
        }
        return String.valueOf(details.lifecycleState()).endsWith("Pending:Wait")
                ? GroupView.Standing.JOINING
                : GroupView.Standing.HEALTHY;
    }

    @Override
    public Optional<String> tell(GroupWord word) {
        try {
            switch (word) {
                case UNHEALTHY -> unhealthy();
                case BUSY -> hooks(TERMINATING, this::heartbeat);
                case MAY_GO -> hooks(TERMINATING, this::complete);
                case JOINING -> hooks(LAUNCHING, this::heartbeat);
                case JOINED -> hooks(LAUNCHING, this::complete);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void unhealthy() throws IOException {
        String instance = identity().instance();
        var _ =
                call(
                        "autoscaling:SetInstanceHealth",
                        c ->
                                c.setInstanceHealth(
                                        r ->
                                                r.instanceId(instance)
                                                        .healthStatus("Unhealthy")
                                                        .shouldRespectGracePeriod(false)));
    }

    private interface Word {
        void say(String group, String hook) throws IOException;
    }

    /** To each hook that holds the instance; without any, the group does not wait. */
    private void hooks(String transition, Word word) throws IOException {
        Optional<String> group = details().map(AutoScalingInstanceDetails::autoScalingGroupName);
        if (group.isEmpty()) {
            return;
        }
        List<LifecycleHook> all =
                call(
                        "autoscaling:DescribeLifecycleHooks",
                        c ->
                                c.describeLifecycleHooks(r -> r.autoScalingGroupName(group.get()))
                                        .lifecycleHooks());
        for (LifecycleHook hook : all) {
            if (transition.equals(hook.lifecycleTransition())) {
                word.say(group.get(), hook.lifecycleHookName());
            }
        }
    }

    private void heartbeat(String group, String hook) throws IOException {
        String instance = identity().instance();
        var _ =
                call(
                        "autoscaling:RecordLifecycleActionHeartbeat",
                        c ->
                                c.recordLifecycleActionHeartbeat(
                                        r ->
                                                r.autoScalingGroupName(group)
                                                        .lifecycleHookName(hook)
                                                        .instanceId(instance)));
    }

    private void complete(String group, String hook) throws IOException {
        String instance = identity().instance();
        var _ =
                call(
                        "autoscaling:CompleteLifecycleAction",
                        c ->
                                c.completeLifecycleAction(
                                        r ->
                                                r.autoScalingGroupName(group)
                                                        .lifecycleHookName(hook)
                                                        .instanceId(instance)
                                                        .lifecycleActionResult("CONTINUE")));
    }

    private Optional<AutoScalingInstanceDetails> details() throws IOException {
        String instance = identity().instance();
        return call(
                "autoscaling:DescribeAutoScalingInstances",
                c ->
                        c
                                .describeAutoScalingInstances(r -> r.instanceIds(instance))
                                .autoScalingInstances()
                                .stream()
                                .filter(d -> instance.equals(d.instanceId()))
                                .findFirst());
    }

    /**
     * @param permission that the call needs
     * @throws IOException one line
     */
    private <T> T call(String permission, Function<AutoScalingClient, T> body) throws IOException {
        AutoScalingClient open = client();
        try {
            return bounded.answer("Auto Scaling", () -> body.apply(open));
        } catch (SdkException e) {
            throw new IOException(GroupWords.of(permission, e), e);
        } catch (Unanswered e) {
            throw new IOException("the Auto Scaling group: " + e.line(), e);
        }
    }

    private synchronized InstanceIdentity identity() throws IOException {
        InstanceIdentity known = me;
        if (known == null) {
            known =
                    InstanceMetadata.read(env)
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "the instance's metadata service does not say which instance this is"));
            me = known;
        }
        return known;
    }

    private synchronized AutoScalingClient client() throws IOException {
        AutoScalingClient open = client;
        if (open == null) {
            open =
                    ScalingClients.of(
                                    identity().region(),
                                    Optional.ofNullable(env.get(ENDPOINT)).map(URI::create))
                            .build();
            client = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        bounded.close();
        if (client != null) {
            client.close();
        }
    }
}
