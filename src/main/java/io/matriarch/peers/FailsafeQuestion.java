package io.matriarch.peers;

import io.matriarch.cluster.NodeName;

/** "I hold epoch {@code epoch} and cannot reach the store: will you stand by for a ttl?" */
public record FailsafeQuestion(NodeName leader, long epoch, long ttlMillis) {}
