package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Domain;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.RoutesView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/**
 * How the cluster's names fare, as the leader sees them.
 *
 * @param domain below which they all are, such as {@code shop.db.internal}
 * @param state in place, spreading, failing, or not mine: no leader keeps them at this moment
 * @param lastChange the newest change of this leader, in words; absent when it has made none
 * @param lastChangeAt when that was
 * @param insyncSeconds how long it took to be everywhere; absent while it is not, or nobody knows
 * @param trouble one line; absent when nothing is wrong
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RoutesDocument(
        Optional<String> domain,
        @JsonProperty(required = true) String state,
        Optional<String> lastChange,
        Optional<String> lastChangeAt,
        Optional<Double> insyncSeconds,
        Optional<String> trouble) {

    /** Absent where nobody has said anything of names. */
    static Optional<RoutesDocument> of(ClusterView view) {
        RoutesView routes =
                view.lease()
                        .filter(lease -> !lease.released())
                        .map(LeaseView::holder)
                        .map(view.members()::get)
                        .map(Member::routes)
                        .orElse(RoutesView.NONE);
        Optional<Domain> domain = routes.domain().or(() -> anyDomain(view));
        if (domain.isEmpty() && routes.equals(RoutesView.NONE)) {
            return Optional.empty();
        }
        boolean changed = routes.changedMillis() > 0;
        return Optional.of(
                new RoutesDocument(
                        domain.map(Domain::text),
                        routes.state().text(),
                        text(routes.change()),
                        changed
                                ? Optional.of(at(routes.changedMillis()))
                                : Optional.<String>empty(),
                        routes.spreadMillis().isPresent()
                                ? Optional.of(routes.spreadMillis().getAsLong() / 1000.0)
                                : Optional.<Double>empty(),
                        text(routes.trouble())));
    }

    /** Who led before knows it as well. */
    private static Optional<Domain> anyDomain(ClusterView view) {
        return view.members().values().stream()
                .sorted(Comparator.comparing(Member::name))
                .flatMap(m -> m.routes().domain().stream())
                .findFirst();
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }
}
