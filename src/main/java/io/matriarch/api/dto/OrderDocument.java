package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.agent.OrderBoard;
import io.matriarch.cluster.Order;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Optional;

/**
 * What operators have asked of one member.
 *
 * @param doing what is being done, such as "restart"; absent when nothing is
 * @param newest the last one that ended; absent before the first since its agent started
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OrderDocument(Optional<String> doing, Optional<Ended> newest) {

    /**
     * @param what "restart", "reinitialization"
     * @param end done, refused or failed
     * @param words one line
     */
    @RegisterForReflection
    public record Ended(String id, String what, String end, String words) {}

    /** Empty when there is nothing to tell. */
    public static Optional<OrderDocument> of(OrderBoard board) {
        var told =
                new OrderDocument(
                        board.current().map(Order::words), board.newest().map(OrderDocument::of));
        return Optional.of(told).filter(d -> d.doing().isPresent() || d.newest().isPresent());
    }

    private static Ended of(OrderBoard.Ended ended) {
        return new Ended(
                ended.order().id(),
                ended.order().words(),
                ended.outcome().end().name().toLowerCase(Locale.ROOT),
                ended.outcome().words());
    }
}
