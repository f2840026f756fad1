package io.matriarch.lease.dynamodb;

import java.net.URI;
import java.util.Optional;

/**
 * Which items of which table.
 *
 * @param cluster the partition key of every item
 * @param endpoint instead of the region's own, such as {@code http://127.0.0.1:8000}
 * @param region what the machine itself says when absent
 */
public record StoreAddress(
        String cluster, String table, Optional<URI> endpoint, Optional<String> region) {

    /** A store on this machine is DynamoDB Local: it needs neither credentials nor a region. */
    boolean isLocal() {
        return endpoint.map(URI::getHost)
                .filter(
                        host ->
                                host.equals("localhost")
                                        || host.startsWith("127.")
                                        || host.equals("[::1]"))
                .isPresent();
    }
}
