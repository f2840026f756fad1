package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Plans;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sorts the items of one read by their names; names of a newer version are passed over. */
final class ClusterItems {

    private ClusterItems() {}

    static ClusterView read(List<Map<String, AttributeValue>> items) {
        Optional<LeaseView> lease = Optional.empty();
        Optional<OperatorRequest> request = Optional.empty();
        Optional<ConfigDocument> config = Optional.empty();
        Optional<Pause> pause = Optional.empty();
        Map<NodeName, Member> members = new HashMap<>();
        Optional<Plan.Switchover> switchover = Optional.empty();
        Map<NodeName, Plan.Restart> restarts = new HashMap<>();
        for (var item : items) {
            String name = ItemReader.of(item).name();
            if (name.equals(LeaseItem.NAME)) {
                lease = Optional.of(LeaseItem.read(item));
            } else if (name.equals(RequestItem.NAME)) {
                request = Optional.of(RequestItem.read(item));
            } else if (name.equals(PlanItem.SWITCHOVER)) {
                switchover = Optional.of(PlanItem.switchover(item));
            } else if (name.startsWith(PlanItem.PREFIX)) {
                Plan.Restart plan = PlanItem.restart(item);
                restarts.put(plan.member(), plan);
            } else if (name.equals(ConfigItem.NAME)) {
                config = Optional.of(ConfigItem.read(item));
            } else if (name.equals(PauseItem.NAME)) {
                pause = Optional.of(PauseItem.read(item));
            } else if (name.startsWith(MemberItem.PREFIX)) {
                Member member = MemberItem.read(item);
                members.put(member.name(), member);
            }
        }
        return new ClusterView(
                lease, members, request, config, pause, new Plans(switchover, restarts));
    }
}
