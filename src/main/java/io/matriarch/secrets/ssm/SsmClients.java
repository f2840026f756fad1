package io.matriarch.secrets.ssm;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Builds the client. */
public final class SsmClients {

    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);

    private SsmClients() {}

    /**
     * @param region what the machine itself says when absent
     */
    public static SsmClient open(Optional<String> region) {
        var builder =
                SsmClient.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(ATTEMPT)
                                        .socketTimeout(ATTEMPT))
                        .overrideConfiguration(
                                c ->
                                        c.retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                                                .apiCallAttemptTimeout(ATTEMPT)
                                                .apiCallTimeout(CALL));
        region.map(Region::of).ifPresent(builder::region);
        return builder.build();
    }
}
