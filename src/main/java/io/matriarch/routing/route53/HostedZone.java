package io.matriarch.routing.route53;

/**
 * A zone that exists.
 *
 * @param name with its last dot
 */
record HostedZone(String id, String name) {}
