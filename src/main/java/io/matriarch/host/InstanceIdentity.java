package io.matriarch.host;

import java.util.Map;

/**
 * What a cloud says of the machine that this agent runs on.
 *
 * @param instance such as {@code i-0123456789abcdef0}
 * @param address where the other members reach it: its private IPv4 address
 * @param zone such as {@code eu-central-1a}
 * @param region such as {@code eu-central-1}
 * @param tags the instance's own; empty where the metadata does not offer them
 */
public record InstanceIdentity(
        String instance, String address, String zone, String region, Map<String, String> tags) {

    public InstanceIdentity {
        tags = Map.copyOf(tags);
    }
}
