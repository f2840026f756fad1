package io.matriarch.machines.ec2;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where EC2 is asked.
 *
 * @param region such as {@code eu-central-1}
 * @param endpoint instead of the region's own
 */
public record Ec2Address(String region, Optional<URI> endpoint) {

    URI uri() {
        return endpoint.orElseGet(
                () ->
                        URI.create(
                                "https://ec2.%s.%s/"
                                        .formatted(
                                                region,
                                                PartitionMetadata.of(Region.of(region))
                                                        .dnsSuffix())));
    }

    /** What operators call the other end. */
    String name() {
        return endpoint.map(uri -> "EC2 at " + uri).orElse("EC2 in " + region);
    }
}
