package io.matriarch.routing.route53;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * A zone that exists.
 *
 * @param name with its last dot
 */
record HostedZone(String id, String name) {

    /**
     * @param named an id such as {@code Z0123456789ABCDEFGHIJ}, or the name of a zone
     * @throws IllegalArgumentException when there is none, or more than one of that name
     */
    static HostedZone find(Route53Client client, String named) {
        if (!named.contains(".")) {
            var zone = client.getHostedZone(r -> r.id(named)).hostedZone();
            return new HostedZone(zone.id(), zone.name());
        }
        String name = named.endsWith(".") ? named : named + ".";
        List<HostedZone> found =
                client.listHostedZonesByName(r -> r.dnsName(name)).hostedZones().stream()
                        .filter(z -> z.name().equals(name))
                        .map(z -> new HostedZone(z.id(), z.name()))
                        .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "routing.zone %s: %s; the id of the right one will do"
                            .formatted(
                                    named,
                                    found.isEmpty()
                                            ? "there is no hosted zone of that name"
                                            : found.size() + " hosted zones have that name"));
        }
        return found.getFirst();
    }

    /** The address and text records whose names end so. */
    List<ZoneRecord> records(Route53Client client, String end) {
        List<ZoneRecord> ours = new ArrayList<>();
        for (ResourceRecordSet set :
                client.listResourceRecordSetsPaginator(r -> r.hostedZoneId(id))
                        .resourceRecordSets()) {
            String type = set.typeAsString();
            boolean kind = type.equals("A") || type.equals("AAAA") || type.equals("TXT");
            if (kind && set.name().endsWith(end) && !set.resourceRecords().isEmpty()) {
                ours.add(ZoneRecord.of(set));
            }
        }
        return ours;
    }
}
