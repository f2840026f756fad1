package io.matriarch.routing.route53;

import io.matriarch.cluster.Domain;
import io.matriarch.cluster.Moment;
import io.matriarch.routing.Arrival;
import io.matriarch.routing.RoutePlan;
import io.matriarch.routing.Routed;
import io.matriarch.routing.Routes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.Route53Client;

/** Keeps a cluster's records in a hosted zone; one call at a time. */
public final class Route53Routes implements Routes, AutoCloseable {

    private final ZoneCalls calls;
    private final String cluster;
    private final Supplier<Moment> clock;
    private @Nullable HostedZone zone;
    private @Nullable String spreading;

    /**
     * @param zone id or name of the hosted zone
     * @param clock this node's monotonic one
     */
    public Route53Routes(
            Route53Client client, String cluster, String zone, Supplier<Moment> clock) {
        this(new ZoneCalls(client, zone), cluster, clock);
    }

    Route53Routes(ZoneCalls calls, String cluster, Supplier<Moment> clock) {
        this.calls = calls;
        this.cluster = cluster;
        this.clock = clock;
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
        } catch (RouteFailure e) {
            return new Routed.Failed(e.line());
        }
    }

    private Routed repaired(RoutePlan plan, Moment validUntil) throws RouteFailure {
        HostedZone home = zone == null ? calls.find() : zone;
        zone = home;
        Domain domain = Domain.of(cluster, home.name());
        WantedRecords names = new WantedRecords(domain);
        List<ZoneRecord> present = calls.records(home, names);
        long epoch = names.epoch(present);
        if (epoch > plan.epoch()) {
            return new Routed.Superseded(epoch);
        }
        RecordChanges batch = RecordChanges.between(present, names.of(plan), names);
        if (batch.changes().isEmpty()) {
            return new Routed.InPlace(domain);
        }
        // Whatever was read took its time: what is sent after the lease may be a former leader's.
        if (!clock.get().isBefore(validUntil)) {
            return new Routed.Failed("the lease ended before the routes could be written");
        }
        spreading = calls.change(home, batch.changes());
        return new Routed.Written(domain, batch.words());
    }

    @Override
    public synchronized Arrival arrival() {
        String change = spreading;
        if (change == null) {
            return new Arrival.Everywhere();
        }
        try {
            return calls.isEverywhere(change) ? new Arrival.Everywhere() : new Arrival.Underway();
        } catch (RouteFailure e) {
            return new Arrival.Unknown(e.line());
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
