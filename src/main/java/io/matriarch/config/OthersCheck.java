package io.matriarch.config;

import io.matriarch.cluster.ForOthers;
import io.matriarch.cluster.PermanentSlot;
import io.matriarch.cluster.SlotPlan;
import io.matriarch.cluster.StandbyOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Checks {@code slots.*} and {@code standby-cluster.*}.
 *
 * @param prefix of the keys in the findings
 */
record OthersCheck(Findings findings, KeyReader read, String prefix) {

    ForOthers others() {
        return new ForOthers(slots(), standbyOf());
    }

    private SlotPlan slots() {
        SortedMap<String, String> given = findings.below(prefix + SharedKeys.SLOTS + ".");
        var names = new TreeSet<String>();
        given.keySet().stream()
                .filter(key -> SharedKeys.isSlot(SharedKeys.SLOTS + "." + key))
                .forEach(key -> names.add(key.split("\\.", 2)[0]));
        List<PermanentSlot> slots = new ArrayList<>();
        for (String name : names) {
            slot(name, given).ifPresent(slots::add);
        }
        return SlotPlan.of(slots);
    }

    private Optional<PermanentSlot> slot(String name, SortedMap<String, String> given) {
        String key = prefix + SharedKeys.SLOTS + "." + name;
        String type = given.getOrDefault(name + ".type", "");
        if (!type.equals("physical") && !type.equals("logical")) {
            findings.wrong(
                    type.isEmpty()
                            ? key + ".type is missing: physical or logical"
                            : "%s.type: must be physical or logical, not \"%s\""
                                    .formatted(key, type));
            return Optional.empty();
        }
        var slot =
                new PermanentSlot(
                        name,
                        type.equals("logical"),
                        given.getOrDefault(name + ".database", ""),
                        given.getOrDefault(name + ".plugin", ""));
        Optional<String> problem = slot.problem();
        problem.ifPresent(p -> findings.wrong(key + " " + p));
        return problem.isEmpty() ? Optional.of(slot) : Optional.empty();
    }

    private Optional<StandbyOf> standbyOf() {
        String host = prefix + "standby-cluster.host";
        String slot = prefix + "standby-cluster.slot";
        String archive = prefix + "standby-cluster.s3-prefix";
        if (findings.isSet(slot) && !findings.isSet(host)) {
            findings.wrong(slot + " needs " + host + ": the cluster that this one follows");
        }
        String named = findings.text(slot).orElse("");
        if (!named.isEmpty()) {
            new PermanentSlot(named, false, "", "")
                    .problem()
                    .ifPresent(p -> findings.wrong(slot + ": \"" + named + "\" " + p));
        }
        Optional<String> from = read.given(archive, BackupCheck::prefix);
        Optional<List<StandbyOf.Host>> hosts = read.given(host, OthersCheck::hosts);
        return hosts.isEmpty() && from.isEmpty()
                ? Optional.empty()
                : Optional.of(new StandbyOf(hosts.orElse(List.of()), named, from.orElse("")));
    }

    /** {@code db1:5432} or several of them. */
    private static List<StandbyOf.Host> hosts(String text) {
        return Arrays.stream(text.split(",", -1)).map(one -> host(text, one.strip())).toList();
    }

    private static StandbyOf.Host host(String text, String one) {
        if (one.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"%s\" names nobody in one place: host:port of each server is right, with commas between"
                            .formatted(text));
        }
        HostPort at = HostPort.parse(one.contains(":") ? one : one + ":5432");
        if (at.isWildcard()) {
            throw new IllegalArgumentException(
                    "\"%s\" is where one listens; an address that others reach is right"
                            .formatted(one));
        }
        return new StandbyOf.Host(at.host(), at.port());
    }
}
