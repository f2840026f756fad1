package io.matriarch.routing.route53;

import io.matriarch.cluster.Moment;
import io.matriarch.routing.RoutePlan;
import io.matriarch.routing.Routed;
import io.matriarch.routing.Routes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

/** Keeps a cluster's records in a hosted zone; one call at a time. */
public final class Route53Routes implements Routes, AutoCloseable {

    private final Route53Client client;
    private final String cluster;
    private final String named;
    private final Supplier<Moment> clock;
    private final RouteWords words;
    private @Nullable HostedZone zone;
    private @Nullable String spreading;

    /**
     * @param zone id or name of the hosted zone
     * @param clock this node's monotonic one
     */
    public Route53Routes(
            Route53Client client, String cluster, String zone, Supplier<Moment> clock) {
        this.client = client;
        this.cluster = cluster;
        this.named = zone;
        this.clock = clock;
        this.words = new RouteWords(zone);
    }

    @Override
    public synchronized Routed point(RoutePlan plan, Moment validUntil) {
        Optional<String> named =
                plan.hosts().values().stream().filter(h -> !WantedRecords.isAddress(h)).findFirst();
        if (named.isPresent()) {
            return new Routed.Failed(
                    "routes hold addresses, and a member advertises %s: set its postgres.advertise to an address"
                            .formatted(named.get()));
        }
        try {
            return repaired(plan, validUntil);
        } catch (SdkException e) {
            return new Routed.Failed(words.of(e));
        } catch (IllegalArgumentException e) {
            return new Routed.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Routed repaired(RoutePlan plan, Moment validUntil) {
        HostedZone home = zone == null ? HostedZone.find(client, named) : zone;
        zone = home;
        WantedRecords names = new WantedRecords(cluster, home.name());
        List<ZoneRecord> present = home.records(client, names.below());
        long epoch = names.epoch(present);
        if (epoch > plan.epoch()) {
            return new Routed.Superseded(epoch);
        }
        RecordChanges batch = RecordChanges.between(present, names.of(plan), names);
        if (batch.changes().isEmpty()) {
            return spread();
        }
        // Whatever was read took its time: what is sent after the lease may be a former leader's.
        if (!clock.get().isBefore(validUntil)) {
            return new Routed.Failed("the lease ended before the routes could be written");
        }
        ChangeInfo info =
                client.changeResourceRecordSets(
                                r ->
                                        r.hostedZoneId(home.id())
                                                .changeBatch(b -> b.changes(batch.changes())))
                        .changeInfo();
        spreading = info.id();
        return new Routed.Spreading(batch.words());
    }

    private Routed spread() {
        String change = spreading;
        if (change == null) {
            return new Routed.InPlace();
        }
        if (client.getChange(r -> r.id(change)).changeInfo().status() != ChangeStatus.INSYNC) {
            return new Routed.Spreading("");
        }
        spreading = null;
        return new Routed.InPlace();
    }

    @Override
    public void close() {
        client.close();
    }
}
