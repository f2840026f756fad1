package io.matriarch.host.ec2;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClientBuilder;

/** Builds the client of Auto Scaling. */
final class ScalingClients {

    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    private ScalingClients() {}

    /** One attempt per call: the next round is the retry. */
    static AutoScalingClientBuilder of(String region, Optional<URI> endpoint) {
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
}
