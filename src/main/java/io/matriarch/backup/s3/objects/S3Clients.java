package io.matriarch.backup.s3.objects;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** Builds clients whose every attempt has a deadline, and whose retries are bounded. */
final class S3Clients {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private S3Clients() {}

    static S3Client open(S3Settings settings, S3Patience patience) {
        var http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(patience.silence())
                        .socketTimeout(patience.silence());
        if (settings.isLocal()) {
            http.proxyConfiguration(
                    ProxyConfiguration.builder()
                            .useSystemPropertyValues(false)
                            .useEnvironmentVariablesValues(false)
                            .build());
        }
        var builder =
                S3Client.builder()
                        .httpClientBuilder(http)
                        .region(region(settings))
                        .credentialsProvider(credentials(settings))
                        .forcePathStyle(settings.endpoint().isPresent())
                        // Where a body has a sum, it is in a header of ours. The SDK's own go into
                        // trailers, which other stores may refuse, and the beginning and the end
                        // of an upload do not know of those of its parts (InvalidPart).
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .crossRegionAccessEnabled(
                                settings.anyRegion() && settings.endpoint().isEmpty())
                        .overrideConfiguration(
                                c ->
                                        c.retryStrategy(retries(patience.attempts()))
                                                .addExecutionInterceptor(new NoExpectation())
                                                .apiCallAttemptTimeout(patience.attempt()));
        if (settings.isLocal()) {
            builder.putAuthScheme(new LoopbackSigning());
        }
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static software.amazon.awssdk.retries.StandardRetryStrategy retries(int attempts) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(attempts)
                .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
                .throttlingBackoffStrategy(
                        BackoffStrategy.exponentialDelay(
                                FIRST_PAUSE.multipliedBy(3), LONGEST_PAUSE))
                // The budget that it shares among calls would end retries in an outage.
                .circuitBreakerEnabled(false)
                .build();
    }

    private static Region region(S3Settings settings) {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        if (settings.isLocal()) {
            return Region.US_EAST_1;
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException _) {
            throw new IllegalArgumentException(
                    "backup.s3-region is not set, and neither AWS_REGION, the AWS profile nor the"
                            + " instance's metadata names a region");
        }
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        if (!settings.isLocal()) {
            return DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build();
        }
        return AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                ProfileCredentialsProvider.create(),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("matriarch", "matriarch")));
    }
}
