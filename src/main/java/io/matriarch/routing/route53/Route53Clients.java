package io.matriarch.routing.route53;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;

/** Builds the client; Route53 is one service for all regions of a partition. */
public final class Route53Clients {

    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    private Route53Clients() {}

    /**
     * One attempt per call: the next round is the retry, and a change that is sent late must not
     * be.
     *
     * @param endpoint instead of the service's own
     * @param region of this machine, where it knows it
     */
    public static Route53Client open(Optional<URI> endpoint, Optional<String> region) {
        var builder =
                Route53Client.builder()
                        .region(global(region))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(ATTEMPT)
                                        .socketTimeout(ATTEMPT))
                        .overrideConfiguration(
                                c ->
                                        c.retryStrategy(AwsRetryStrategy.doNotRetry())
                                                .apiCallTimeout(ATTEMPT));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** China's regions, and the government's, have a Route53 of their own. */
    static Region global(Optional<String> region) {
        return region.map(Region::of)
                .map(r -> Region.of(PartitionMetadata.of(r).id() + "-global"))
                .orElse(Region.AWS_GLOBAL);
    }
}
