package io.matriarch.cli;

import io.matriarch.cluster.Reading;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the store when no agent answers, and says that it did. */
final class StoreFallback {
    private final Session session;
    private final Where where;
    private final String unreachable;

    /**
     * @param unreachable which agent did not answer, and why
     */
    StoreFallback(Session session, Where where, AgentClient.Unreachable unreachable) {
        this.session = session;
        this.where = where;
        this.unreachable = unreachable.line();
    }

    /**
     * @param document from the cluster's name and what was read
     */
    <T, D> D read(Function<StoreReader, Reading<T>> what, BiFunction<String, T, D> document)
            throws Failure {
        if (!where.hasConfig(session)) {
            throw Failure.failed(unreachable);
        }
        try (StoreReader store = where.store(session)) {
            return switch (what.apply(store)) {
                case Reading.Seen<T>(var value, _) -> {
                    session.err()
                            .println(
                                    "matriarch: %s; this is what %s holds"
                                            .formatted(unreachable, store.name()));
                    session.err().flush();
                    yield document.apply(store.cluster(), value);
                }
                case Reading.Missing<T>(var why) ->
                        throw Failure.failed(
                                "%s; nor can %s be read: %s"
                                        .formatted(unreachable, store.name(), why));
            };
        } catch (IllegalArgumentException e) {
            throw Failure.failed(unreachable + "; " + e.getMessage());
        }
    }
}
