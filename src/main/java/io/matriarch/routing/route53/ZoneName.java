package io.matriarch.routing.route53;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** What a hosted zone is called, which its id does not say. */
public final class ZoneName {

    private ZoneName() {}

    /**
     * @param zone the zone's id, or its name
     * @param endpoint instead of the service's own
     * @return the name without its last dot
     * @throws IOException one line why it cannot be told
     */
    public static String of(String zone, Optional<URI> endpoint) throws IOException {
        try (Route53Client client = Route53Clients.open(endpoint)) {
            return of(client, zone);
        }
    }

    static String of(Route53Client client, String zone) throws IOException {
        try {
            String name = HostedZone.find(client, zone).name();
            return name.substring(0, name.length() - 1);
        } catch (SdkException e) {
            throw new IOException(why(zone, e), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String why(String zone, SdkException failure) {
        return failure instanceof Route53Exception refused
                        && refused.awsErrorDetails() != null
                        && refused.awsErrorDetails().errorCode().contains("AccessDenied")
                ? "access denied: this needs route53:GetHostedZone on zone " + zone
                : new RouteWords(zone).of(failure);
    }
}
