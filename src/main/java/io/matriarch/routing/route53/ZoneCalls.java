package io.matriarch.routing.route53;

import io.matriarch.host.BoundedCall;
import io.matriarch.host.Unanswered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The calls to Route53; each ends within some seconds, and a refused one names its right. */
final class ZoneCalls implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(6);

    private final Route53Client client;
    private final String named;
    private final RouteWords words;
    private final BoundedCall bounded;

    /**
     * @param named an id such as {@code Z0123456789ABCDEFGHIJ}, or the name of a zone
     */
    ZoneCalls(Route53Client client, String named) {
        this(client, named, LIMIT);
    }

    ZoneCalls(Route53Client client, String named, Duration limit) {
        this.client = client;
        this.named = named;
        this.words = new RouteWords(named);
        this.bounded = new BoundedCall("matriarch-routes", limit);
    }

    HostedZone find() throws RouteFailure {
        if (!named.contains(".")) {
            return call(
                    "GetHostedZone",
                    () -> {
                        var zone = client.getHostedZone(r -> r.id(named)).hostedZone();
                        return new HostedZone(zone.id(), zone.name());
                    });
        }
        String name = named.endsWith(".") ? named : named + ".";
        List<HostedZone> found =
                call(
                        "ListHostedZonesByName",
                        () ->
                                client
                                        .listHostedZonesByName(r -> r.dnsName(name))
                                        .hostedZones()
                                        .stream()
                                        .filter(z -> z.name().equals(name))
                                        .map(z -> new HostedZone(z.id(), z.name()))
                                        .toList());
        if (found.size() != 1) {
            throw new RouteFailure(
                    "routing.zone %s: %s; the id of the right one will do"
                            .formatted(
                                    named,
                                    found.isEmpty()
                                            ? "there is no hosted zone of that name"
                                            : found.size() + " hosted zones have that name"));
        }
        return found.getFirst();
    }

    /**
     * The address and text records of one cluster. Those of others cost neither calls nor memory:
     * an account may ask five times a second, and a zone may hold ten thousand.
     */
    List<ZoneRecord> records(HostedZone zone, WantedRecords names) throws RouteFailure {
        return call("ListResourceRecordSets", () -> ours(zone, names));
    }

    private List<ZoneRecord> ours(HostedZone zone, WantedRecords names) {
        List<ZoneRecord> ours = new ArrayList<>();
        for (ResourceRecordSet set :
                client.listResourceRecordSetsPaginator(
                                r -> r.hostedZoneId(zone.id()).startRecordName(names.start()))
                        .resourceRecordSets()) {
            if (names.isPast(set.name())) {
                break;
            }
            String type = set.typeAsString();
            boolean kind = type.equals("A") || type.equals("AAAA") || type.equals("TXT");
            if (kind && names.isOurs(set.name()) && !set.resourceRecords().isEmpty()) {
                ours.add(ZoneRecord.of(set));
            }
        }
        return ours;
    }

    /** The id of the change. */
    String change(HostedZone zone, List<Change> changes) throws RouteFailure {
        return call(
                "ChangeResourceRecordSets",
                () ->
                        client.changeResourceRecordSets(
                                        r ->
                                                r.hostedZoneId(zone.id())
                                                        .changeBatch(b -> b.changes(changes)))
                                .changeInfo()
                                .id());
    }

    boolean isEverywhere(String change) throws RouteFailure {
        return call(
                "GetChange",
                () ->
                        client.getChange(r -> r.id(change)).changeInfo().status()
                                == ChangeStatus.INSYNC);
    }

    private <T> T call(String action, Supplier<T> body) throws RouteFailure {
        try {
            return bounded.answer("Route53", body);
        } catch (SdkException e) {
            throw new RouteFailure(words.of(action, e));
        } catch (Unanswered e) {
            throw new RouteFailure(e.line());
        }
    }

    @Override
    public void close() {
        bounded.close();
        client.close();
    }
}
