package io.matriarch.routing.route53;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;

/**
 * One batch that turns what is there into what is wanted, or fails as a whole.
 *
 * <p>UPSERT would overwrite whatever stands there. A deletion must name the exact old values and a
 * creation fails where something stands, so that a batch of both is a compare-and-set (S13).
 */
record RecordChanges(List<Change> changes, String words) {

    static RecordChanges between(
            List<ZoneRecord> present, List<ZoneRecord> wanted, WantedRecords names) {
        List<ZoneRecord> old = new ArrayList<>(present);
        old.removeAll(wanted);
        List<ZoneRecord> fresh = new ArrayList<>(wanted);
        fresh.removeAll(present);
        if (old.isEmpty() && fresh.isEmpty()) {
            return new RecordChanges(List.of(), "");
        }
        String words = words(old, fresh);
        // The fence goes with every batch, changed or not: a batch that was made under an earlier
        // lease then finds another fence than the one it names, and fails.
        present.stream().filter(names::isFence).filter(f -> !old.contains(f)).forEach(old::add);
        wanted.stream().filter(names::isFence).filter(f -> !fresh.contains(f)).forEach(fresh::add);
        List<Change> changes = new ArrayList<>();
        old.forEach(r -> changes.add(change(ChangeAction.DELETE, r)));
        fresh.forEach(r -> changes.add(change(ChangeAction.CREATE, r)));
        return new RecordChanges(changes, words);
    }

    private static Change change(ChangeAction action, ZoneRecord record) {
        return Change.builder().action(action).resourceRecordSet(record.set()).build();
    }

    /** "primary.shop.db.internal 10.0.0.1 -> 10.0.0.2"; the fence is not for people. */
    private static String words(List<ZoneRecord> old, List<ZoneRecord> fresh) {
        List<String> parts = new ArrayList<>();
        for (ZoneRecord next : fresh) {
            if (!next.type().equals("TXT")) {
                Optional<ZoneRecord> before = old.stream().filter(next::sameKey).findFirst();
                parts.add(
                        name(next)
                                + " "
                                + before.map(b -> values(b) + " -> ").orElse("")
                                + values(next));
            }
        }
        for (ZoneRecord gone : old) {
            if (!gone.type().equals("TXT") && fresh.stream().noneMatch(gone::sameKey)) {
                parts.add(name(gone) + " removed");
            }
        }
        return String.join(", ", parts);
    }

    private static String name(ZoneRecord record) {
        return record.name().substring(0, record.name().length() - 1);
    }

    private static String values(ZoneRecord record) {
        return String.join(" ", record.values().stream().sorted().toList());
    }
}
