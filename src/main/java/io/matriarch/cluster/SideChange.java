package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;

/** A change of the cluster's document by which it begins, or ends, to follow another cluster. */
public sealed interface SideChange {

    /** The cluster that it is about. */
    StandbyOf other();

    /** What speaks against it, as that cluster has just answered; empty when nothing does. */
    Optional<String> objection(RemoteView seen, ClusterView own);

    /** It cannot be asked, for this reason: an objection, too. */
    String unasked(String why);

    /** This cluster takes writes itself from then on; another one must not. */
    record Ends(StandbyOf other) implements SideChange {

        @Override
        public Optional<String> objection(RemoteView seen, ClusterView own) {
            if (seen.writer().isPresent()) {
                return Optional.of(
                        "the other cluster takes writes at %s: demote it first (matriarch demote-cluster --to), or two would write"
                                .formatted(seen.writer().get().place()));
            }
            if (other.hosts().isEmpty()) {
                return Optional.of(
                        "the other cluster is known by its archive at %s alone, and may be writing; make sure that it is off, then --force"
                                .formatted(other));
            }
            if (seen.reader().isEmpty()) {
                return Optional.of(
                        "no server of the other cluster answers (%s): it may be writing all the same; make sure that it is off, then --force"
                                .formatted(seen.trouble()));
            }
            return foreign(other, seen, own)
                    .map(
                            why ->
                                    "%s, so nobody can say whether the one that this cluster follows takes writes; make sure that it is off, then --force"
                                            .formatted(why))
                    .or(() -> own.lease().flatMap(mine -> missing(seen, mine)));
        }

        /** A cluster that was demoted may be about to send the last of what it acknowledged. */
        private static Optional<String> missing(RemoteView seen, LeaseView mine) {
            return seen.furthest()
                    .filter(r -> r.isAhead(mine.timeline(), mine.lsn()))
                    .map(
                            r ->
                                    "the server at %s has log up to %s on timeline %s, and this cluster only up to %s on timeline %s: wait until it has it all, or give up what is missing with --force"
                                            .formatted(
                                                    r.at().place(),
                                                    r.received(),
                                                    r.timeline(),
                                                    mine.lsn(),
                                                    mine.timeline()));
        }

        @Override
        public String unasked(String why) {
            return "%s, so nobody can say whether the cluster at %s takes writes; make sure that it is off, then --force"
                    .formatted(why, other);
        }
    }

    /** Nobody here takes writes from then on: what was acknowledged here must be there, too. */
    record Begins(StandbyOf other) implements SideChange {

        @Override
        public Optional<String> objection(RemoteView seen, ClusterView own) {
            Optional<LeaseView> lease = own.lease().filter(l -> l.systemId().isKnown());
            // There is nothing yet that could be lost; or nobody there can be asked.
            if (lease.isEmpty() || other.hosts().isEmpty()) {
                return Optional.empty();
            }
            return unfit(seen, own, lease.get())
                    .map(
                            why ->
                                    "%s: writes would stop here, and nobody there could go on with them; --force all the same"
                                            .formatted(why));
        }

        private Optional<String> unfit(RemoteView seen, ClusterView own, LeaseView lease) {
            if (seen.writer().isEmpty() && seen.reader().isEmpty()) {
                return Optional.of("no server answers at %s (%s)".formatted(other, seen.trouble()));
            }
            Optional<String> foreign = foreign(other, seen, own);
            if (foreign.isPresent()) {
                return foreign;
            }
            if (seen.writer().isPresent()) {
                return Optional.of(
                        "the server at %s takes writes itself, and does not follow this cluster"
                                .formatted(seen.writer().get().place()));
            }
            boolean streams =
                    seen.receivers().stream()
                            .anyMatch(r -> r.streams() && r.timeline().equals(lease.timeline()));
            return streams
                    ? Optional.empty()
                    : Optional.of(
                            "no server at %s streams from this cluster, on its timeline %s"
                                    .formatted(other, lease.timeline()));
        }

        @Override
        public String unasked(String why) {
            return "%s, so nobody can say whether the cluster at %s has what was acknowledged here; --force all the same"
                    .formatted(why, other);
        }
    }

    /** Empty when the cluster stays on its side. */
    static Optional<SideChange> between(Optional<StandbyOf> was, Optional<StandbyOf> willBe) {
        if (was.isPresent() == willBe.isPresent()) {
            return Optional.empty();
        }
        return was.<SideChange>map(Ends::new).or(() -> willBe.map(Begins::new));
    }

    /** Whatever else is wrong with a document: whom it has the cluster follow. */
    static Optional<StandbyOf> followed(DocumentReader reader, Map<String, String> values) {
        Map<String, String> keys = StandbyOf.keys(values);
        return switch (reader.read(keys)) {
            case DocumentReader.Read.Good(var good) -> good.others().standbyOf();
            case DocumentReader.Read.Bad _ -> Optional.of(StandbyOf.UNREADABLE);
        };
    }

    private static Optional<String> foreign(StandbyOf other, RemoteView seen, ClusterView own) {
        SystemId mine = own.lease().map(LeaseView::systemId).orElse(SystemId.NONE);
        return seen.systemId().isKnown() && mine.isKnown() && !mine.equals(seen.systemId())
                ? Optional.of(
                        "the cluster at %s is no copy of this one (system identifier %s, this cluster has %s)"
                                .formatted(other, seen.systemId(), mine))
                : Optional.empty();
    }
}
