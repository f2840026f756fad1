package io.matriarch.agent;

import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.DocumentFit;
import io.matriarch.cluster.DocumentReader;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.SideChange;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SystemId;
import io.matriarch.lease.ClusterStore;
import io.matriarch.lease.StoreWrite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where the cluster's document is read and changed. Calls block as long as the store and a question
 * to PostgreSQL take.
 */
public final class ConfigDesk {

    private final ClusterStore store;
    private final DocumentReader reader;
    private final SortedMap<String, String> initial;
    private final Function<ServerSettings, List<String>> refused;
    private final Neighbour neighbour;

    /**
     * The cluster that this one follows, or is to follow.
     *
     * @param followed whom this agent goes by
     * @param ask asks its servers now; blocks for as long as they take
     * @param unfit why this node, whose cluster has that system identifier, cannot follow it
     */
    public record Neighbour(
            Supplier<Optional<StandbyOf>> followed,
            Function<StandbyOf, RemoteView> ask,
            BiFunction<StandbyOf, SystemId, Optional<String>> unfit) {}

    /**
     * How a change is to be made.
     *
     * @param over the version that it was made for; the newest when empty
     * @param force although the cluster changes sides, and something speaks against that
     */
    public record Wish(Optional<Long> over, boolean dryRun, boolean force) {}

    /** How a change ended. */
    public sealed interface Outcome {

        /** {@code stored} is false when it was only looked at. */
        record Done(ConfigDocument before, ConfigDocument now, boolean stored) implements Outcome {}

        /** One line for each value that cannot be; nothing is stored. */
        record Refused(List<String> wrong) implements Outcome {}

        /** The cluster would change sides, and must not now; nothing is stored. */
        record Unsafe(String why) implements Outcome {}

        /** Somebody else has changed the document. */
        record Changed(String why) implements Outcome {}

        record Unknown(String why) implements Outcome {}
    }

    /**
     * @param initial what the cluster goes by while it has no document
     * @param refused what PostgreSQL says against these settings, one line each
     * @param neighbour asked before this cluster takes writes beside it, or none any more
     */
    public ConfigDesk(
            ClusterStore store,
            DocumentReader reader,
            SortedMap<String, String> initial,
            Function<ServerSettings, List<String>> refused,
            Neighbour neighbour) {
        this.store = store;
        this.reader = reader;
        this.initial = initial;
        this.refused = refused;
        this.neighbour = neighbour;
    }

    /** The newest document; version 0 while there is none. */
    public Reading<ConfigDocument> read() {
        return switch (store.read()) {
            case Reading.Seen<ClusterView>(var view, var at) ->
                    new Reading.Seen<>(current(view), at);
            case Reading.Missing<ClusterView>(var why) -> new Reading.Missing<>(why);
        };
    }

    private ConfigDocument current(ClusterView view) {
        return view.config().orElseGet(() -> new ConfigDocument(0, initial));
    }

    /** Checks every value, and then stores the whole. */
    public Outcome change(UnaryOperator<SortedMap<String, String>> edit, Wish wish) {
        return switch (store.read()) {
            case Reading.Missing<ClusterView>(var why) -> new Outcome.Unknown(why);
            case Reading.Seen<ClusterView>(var view, _) -> change(view, edit, wish);
        };
    }

    private Outcome change(
            ClusterView view, UnaryOperator<SortedMap<String, String>> edit, Wish wish) {
        ConfigDocument before = current(view);
        Optional<Long> over = wish.over();
        if (over.isPresent() && over.get() != before.version()) {
            return new Outcome.Changed(
                    "the document is of version %d by now, and the change was made for version %d"
                            .formatted(before.version(), over.get()));
        }
        ConfigDocument next = before.next(edit.apply(before.values()));
        List<String> wrong = problems(before, next, view);
        if (!wrong.isEmpty()) {
            return new Outcome.Refused(wrong);
        }
        Optional<String> objection = wish.force() ? Optional.empty() : side(before, next, view);
        if (objection.isPresent()) {
            return new Outcome.Unsafe(objection.get());
        }
        if (wish.dryRun() || next.values().equals(before.values())) {
            return new Outcome.Done(before, next, false);
        }
        return switch (store.putConfig(next, before.version())) {
            case StoreWrite.Written _ -> new Outcome.Done(before, next, true);
            case StoreWrite.Conflict(var why) ->
                    new Outcome.Changed("the document was changed meanwhile: " + why);
            case StoreWrite.Unknown(var why) ->
                    new Outcome.Unknown("nobody knows whether it was stored: " + why);
        };
    }

    /**
     * Asks the other cluster as it is now: what was seen a moment ago may have changed since. Where
     * somebody has deleted the document, agents go by what they knew, and not by this file.
     */
    private Optional<String> side(ConfigDocument before, ConfigDocument next, ClusterView view) {
        Optional<StandbyOf> was =
                before.flaw().isEmpty() && view.config().isPresent()
                        ? SideChange.followed(reader, before.values())
                        : neighbour.followed().get();
        return SideChange.between(was, SideChange.followed(reader, next.values()))
                .flatMap(change -> change.objection(neighbour.ask().apply(change.other()), view));
    }

    private Optional<ClusterSettings> settings(ConfigDocument document) {
        return document.flaw().isEmpty()
                        && reader.read(document.values()) instanceof DocumentReader.Read.Good(var s)
                ? Optional.of(s)
                : Optional.empty();
    }

    private List<String> problems(ConfigDocument before, ConfigDocument next, ClusterView view) {
        List<String> wrong = new ArrayList<>(reader.problems(next.values()));
        if (!wrong.isEmpty()
                || !(reader.read(next.values()) instanceof DocumentReader.Read.Good(var good))) {
            return wrong;
        }
        wrong.addAll(DocumentFit.problems(settings(before), good, view));
        SystemId own = view.lease().map(LeaseView::systemId).orElse(SystemId.NONE);
        Optional<StandbyOf> was = SideChange.followed(reader, before.values());
        good.others()
                .standbyOf()
                .filter(o -> !was.equals(Optional.of(o)))
                .flatMap(o -> neighbour.unfit().apply(o, own))
                .ifPresent(wrong::add);
        wrong.addAll(refused.apply(good.server()));
        wrong.sort(Comparator.naturalOrder());
        return wrong;
    }
}
