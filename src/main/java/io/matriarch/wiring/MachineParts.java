package io.matriarch.wiring;

import io.matriarch.agent.Inbox;
import io.matriarch.agent.MachineWatch;
import io.matriarch.host.Alone;
import io.matriarch.host.Clock;
import io.matriarch.host.Group;
import io.matriarch.host.Notices;
import io.matriarch.host.ec2.InstanceMetadata;
import io.matriarch.host.ec2.InstanceNotices;
import io.matriarch.host.ec2.ScalingGroup;
import java.util.Map;
import java.util.Optional;

/**
 * Whose machine this is, and what it hears of its end.
 *
 * @param notices empty on a machine that nobody takes away
 */
record MachineParts(Optional<Notices> notices, Group group, Runnable end) {

    static MachineParts here(Map<String, String> env) {
        if (!InstanceMetadata.isHere(env)) {
            return new MachineParts(Optional.empty(), new Alone(), () -> {});
        }
        var notices = InstanceNotices.open(env);
        var group = ScalingGroup.open(env);
        return new MachineParts(
                Optional.of(notices),
                group,
                () -> {
                    notices.close();
                    group.close();
                });
    }

    void watch(Clock clock, Inbox inbox) {
        notices.ifPresent(
                n ->
                        Thread.ofVirtual()
                                .name("matriarch-machine")
                                .start(new MachineWatch(n, group, clock, inbox)::run));
    }

    void close() {
        end.run();
    }
}
