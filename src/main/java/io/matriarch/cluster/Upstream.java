package io.matriarch.cluster;

/** Whom a standby streams from; {@code name} is the member, host and port its PostgreSQL. */
public record Upstream(NodeName name, String host, int port) {}
