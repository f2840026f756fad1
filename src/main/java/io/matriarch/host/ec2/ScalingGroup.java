package io.matriarch.host.ec2;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.host.Group;
import io.matriarch.host.InstanceIdentity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClientBuilder;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;

/** The Auto Scaling group of this instance; who that is, it asks when it is first needed. */
public final class ScalingGroup implements Group, AutoCloseable {

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_AUTO_SCALING";
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";

    private final Map<String, String> env;
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
        try {
            return details()
                    .map(
                            d ->
                                    "UNHEALTHY".equals(d.healthStatus().toUpperCase(Locale.ROOT))
                                            ? GroupView.Standing.UNHEALTHY
                                            : GroupView.Standing.HEALTHY)
                    .orElse(GroupView.Standing.NONE);
        } catch (SdkException e) {
            throw new IOException(GroupWords.of("autoscaling:DescribeAutoScalingInstances", e), e);
        }
    }

    @Override
    public Optional<String> tell(GroupWord word) {
        try {
            return switch (word) {
                case UNHEALTHY -> unhealthy();
                case BUSY, MAY_GO -> lifecycle(word);
            };
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> unhealthy() throws IOException {
        String instance = identity().instance();
        try {
            client().setInstanceHealth(
                            r ->
                                    r.instanceId(instance)
                                            .healthStatus("Unhealthy")
                                            .shouldRespectGracePeriod(false));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(GroupWords.of("autoscaling:SetInstanceHealth", e));
        }
    }

    /** To each hook that holds the instance; without any, it does not wait, and goes. */
    private Optional<String> lifecycle(GroupWord word) throws IOException {
        Optional<String> group = group();
        if (group.isEmpty()) {
            return Optional.empty();
        }
        String action =
                word == GroupWord.BUSY
                        ? "autoscaling:RecordLifecycleActionHeartbeat"
                        : "autoscaling:CompleteLifecycleAction";
        try {
            for (LifecycleHook hook : hooks(group.get())) {
                if (TERMINATING.equals(hook.lifecycleTransition())) {
                    tell(word, group.get(), hook.lifecycleHookName());
                }
            }
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(GroupWords.of(action, e));
        }
    }

    private void tell(GroupWord word, String group, String hook) throws IOException {
        String instance = identity().instance();
        if (word == GroupWord.BUSY) {
            client().recordLifecycleActionHeartbeat(
                            r ->
                                    r.autoScalingGroupName(group)
                                            .lifecycleHookName(hook)
                                            .instanceId(instance));
        } else {
            client().completeLifecycleAction(
                            r ->
                                    r.autoScalingGroupName(group)
                                            .lifecycleHookName(hook)
                                            .instanceId(instance)
                                            .lifecycleActionResult("CONTINUE"));
        }
    }

    private List<LifecycleHook> hooks(String group) throws IOException {
        try {
            return client().describeLifecycleHooks(r -> r.autoScalingGroupName(group))
                    .lifecycleHooks();
        } catch (SdkException e) {
            throw new IOException(GroupWords.of("autoscaling:DescribeLifecycleHooks", e), e);
        }
    }

    private Optional<String> group() throws IOException {
        try {
            return details().map(AutoScalingInstanceDetails::autoScalingGroupName);
        } catch (SdkException e) {
            throw new IOException(GroupWords.of("autoscaling:DescribeAutoScalingInstances", e), e);
        }
    }

    private Optional<AutoScalingInstanceDetails> details() throws IOException {
        String instance = identity().instance();
        return client()
                .describeAutoScalingInstances(r -> r.instanceIds(instance))
                .autoScalingInstances()
                .stream()
                .filter(d -> instance.equals(d.instanceId()))
                .findFirst();
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
                    client(
                                    identity().region(),
                                    Optional.ofNullable(env.get(ENDPOINT)).map(URI::create))
                            .build();
            client = open;
        }
        return open;
    }

    /** One attempt per call: the next round is the retry. */
    static AutoScalingClientBuilder client(String region, Optional<URI> endpoint) {
        var builder =
                AutoScalingClient.builder()
                        .region(Region.of(region))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(ATTEMPT)
                                        .socketTimeout(ATTEMPT))
                        .overrideConfiguration(
                                c ->
                                        c.retryStrategy(AwsRetryStrategy.doNotRetry())
                                                .apiCallTimeout(ATTEMPT));
        endpoint.ifPresent(builder::endpointOverride);
        return builder;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
