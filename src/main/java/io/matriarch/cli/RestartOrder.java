package io.matriarch.cli;

import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * In which order members restart. A standby must have no limit smaller than its leader has: what is
 * raised begins with the standbys, what is lowered with the leader.
 *
 * @param before the leader
 * @param leader who leads now, when it restarts, too
 * @param after it, once they have replayed what it has now
 */
record RestartOrder(
        List<MemberDocument> before, Optional<MemberDocument> leader, List<MemberDocument> after) {

    /**
     * @param chosen who shall restart
     * @param all the cluster's members
     * @throws Failure when the leader would get ahead of a standby that is left out
     */
    static RestartOrder of(
            List<MemberDocument> chosen, List<MemberDocument> all, Optional<String> leads)
            throws Failure {
        List<MemberDocument> standbys = new ArrayList<>(chosen);
        standbys.removeIf(m -> leads.equals(Optional.of(m.name())));
        Optional<MemberDocument> leader =
                chosen.stream().filter(m -> leads.equals(Optional.of(m.name()))).findFirst();
        if (leader.isPresent()) {
            leftBehind(leader.get(), chosen, all);
        }
        Set<String> lowered = leader.map(Limits::lowered).orElse(Set.of());
        if (lowered.isEmpty()) {
            return new RestartOrder(standbys, leader, List.of());
        }
        boolean raised = chosen.stream().anyMatch(m -> !Limits.raised(m).isEmpty());
        return new RestartOrder(raised ? standbys : List.of(), leader, standbys);
    }

    /** A standby with a smaller limit stops its replay. */
    private static void leftBehind(
            MemberDocument leader, List<MemberDocument> chosen, List<MemberDocument> all)
            throws Failure {
        for (MemberDocument m : all) {
            List<String> less = new ArrayList<>(Limits.raised(leader));
            less.retainAll(Limits.raised(m));
            if (!chosen.contains(m) && !less.isEmpty()) {
                throw Failure.failed(
                        "%s would get a greater %s than its standby %s has, and that one would stop replaying: restart %s first, or leave the names out"
                                .formatted(
                                        leader.name(),
                                        String.join(" and ", less),
                                        m.name(),
                                        m.name()));
            }
        }
    }

    /** The leader restarts in place: no standby may have a smaller limit before it has. */
    boolean beginsWithLeader() {
        return !after.isEmpty() || leader.filter(m -> !Limits.lowered(m).isEmpty()).isPresent();
    }
}
