package io.matriarch.lease.dynamodb;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds clients that make one attempt per call, with a deadline. */
final class DynamoClients {

    static {
        // The JDK may send a POST again, unasked, when a kept connection turns out to be closed.
        // One call must be one attempt, or nobody can say from when a renewal counts. The SDK's
        // fixed-length bodies happen to prevent it as well, which is nothing to rely on.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private DynamoClients() {}

    /**
     * @throws IllegalArgumentException when no region is set and the machine names none
     */
    static DynamoDbClient open(StoreAddress address, Duration attempt) {
        Region region = region(address);
        var http =
                UrlConnectionHttpClient.builder().connectionTimeout(attempt).socketTimeout(attempt);
        if (address.isLocal()) {
            http.proxyConfiguration(
                    ProxyConfiguration.builder()
                            .useSystemPropertyValues(false)
                            .useEnvironmentVariablesValues(false)
                            .build());
        }
        var builder =
                DynamoDbClient.builder()
                        .httpClientBuilder(http)
                        .region(region)
                        .credentialsProvider(credentials(address))
                        // One well-known host name per region, so that egress rules can name it.
                        .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                        .overrideConfiguration(
                                c ->
                                        c.retryStrategy(AwsRetryStrategy.doNotRetry())
                                                .apiCallTimeout(attempt));
        address.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** What operators call the other end. */
    static String name(StoreAddress address) {
        return address.endpoint()
                .map(URI::toString)
                .orElseGet(() -> "DynamoDB in " + region(address).id());
    }

    private static Region region(StoreAddress address) {
        if (address.region().isPresent()) {
            return Region.of(address.region().get());
        }
        if (address.isLocal()) {
            return Region.US_EAST_1;
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException _) {
            throw new IllegalArgumentException(
                    "store.region is not set, and neither AWS_REGION, the AWS profile nor the"
                            + " instance's metadata names a region");
        }
    }

    private static AwsCredentialsProvider credentials(StoreAddress address) {
        if (!address.isLocal()) {
            // Renewed in the background, so that no renewal of the lease waits for the metadata
            // service.
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
