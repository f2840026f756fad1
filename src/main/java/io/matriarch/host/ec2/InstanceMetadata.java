package io.matriarch.host.ec2;

import io.matriarch.host.InstanceIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.imds.Ec2MetadataRetryPolicy;

/** Asks the instance's metadata service, version 2: a token first, then the questions. */
public final class InstanceMetadata {

    private static final Path VENDOR = Path.of("/sys/devices/virtual/dmi/id/sys_vendor");
    private static final String ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    private static final String DISABLED = "AWS_EC2_METADATA_DISABLED";
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final String TAGS = "/latest/meta-data/tags/instance";

    private InstanceMetadata() {}

    /** This machine is an instance of EC2, as its firmware or its environment says. */
    public static boolean isHere(Map<String, String> env) {
        return !"true".equalsIgnoreCase(env.getOrDefault(DISABLED, ""))
                && (env.containsKey(ENDPOINT) || firmware().contains("Amazon EC2"));
    }

    static Optional<URI> endpoint(Map<String, String> env) {
        return Optional.ofNullable(env.get(ENDPOINT)).map(URI::create);
    }

    private static String firmware() {
        try {
            return Files.readString(VENDOR);
        } catch (IOException _) {
            return "";
        }
    }

    /** Empty when the service does not answer; blocks for some seconds at most. */
    public static Optional<InstanceIdentity> read(Map<String, String> env) {
        var builder =
                Ec2MetadataClient.builder()
                        .httpClient(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(ATTEMPT)
                                        .socketTimeout(ATTEMPT))
                        // A machine that has just booted may be ahead of its metadata service.
                        .retryPolicy(
                                Ec2MetadataRetryPolicy.builder()
                                        .numRetries(4)
                                        .backoffStrategy(BackoffStrategy.defaultStrategy())
                                        .build());
        endpoint(env).ifPresent(builder::endpoint);
        try (Ec2MetadataClient client = builder.build()) {
            return Optional.of(
                    new InstanceIdentity(
                            client.get("/latest/meta-data/instance-id").asString(),
                            client.get("/latest/meta-data/local-ipv4").asString(),
                            client.get("/latest/meta-data/placement/availability-zone").asString(),
                            client.get("/latest/meta-data/placement/region").asString(),
                            tags(client)));
        } catch (SdkException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether tags are offered is the instance's own setting. */
    private static Map<String, String> tags(Ec2MetadataClient client) {
        Map<String, String> tags = new TreeMap<>();
        try {
            for (String key : client.get(TAGS).asList()) {
                tags.put(key, client.get(TAGS + "/" + key).asString());
            }
        } catch (SdkException _) {
            return Map.of();
        }
        return tags;
    }
}
