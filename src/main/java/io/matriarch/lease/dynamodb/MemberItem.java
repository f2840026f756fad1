package io.matriarch.lease.dynamodb;

import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PendingSetting;
import io.matriarch.cluster.RoutesView;
import io.matriarch.cluster.Tags;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items {@code member#NAME}. */
final class MemberItem {

    static final String PREFIX = "member#";

    private MemberItem() {}

    static String name(NodeName member) {
        return PREFIX + member.value();
    }

    static Member read(Map<String, AttributeValue> item) {
        var in = ItemReader.of(item);
        return new Member(
                in.parsed(Attributes.ITEM, in.name().substring(PREFIX.length()), NodeName::new),
                in.text("host"),
                in.smallNumber("port"),
                in.text("apiUrl"),
                in.text("state"),
                in.text("role"),
                in.timeline("timeline"),
                in.lsn("received"),
                in.lsn("replayed"),
                in.flag("pendingRestart"),
                in.text("version"),
                in.text("sentence"),
                in.optionalText("instance").orElse(""),
                in.optionalText("leaving").orElse(""),
                in.optionalText("broken").orElse(""),
                in.parsedTexts("tags", Tags::of),
                in.parsedTexts("pending", PendingSetting::of),
                in.optionalText("zone").orElse(""),
                in.parsedTexts("routes", RoutesView::of));
    }

    static Map<String, AttributeValue> write(String cluster, Member member) {
        Attributes out =
                Attributes.of(cluster, name(member.name()))
                        .text("host", member.host())
                        .number("port", member.port())
                        .text("apiUrl", member.apiUrl())
                        .text("state", member.state())
                        .text("role", member.role())
                        .number("timeline", member.timeline().number())
                        .text("received", member.received())
                        .text("replayed", member.replayed())
                        .flag("pendingRestart", member.pendingRestart())
                        .text("version", member.version())
                        .text("sentence", member.sentence());
        if (!member.instance().isEmpty()) {
            out.text("instance", member.instance());
        }
        if (member.isLeaving()) {
            out.text("leaving", member.leaving());
        }
        if (member.isBroken()) {
            out.text("broken", member.broken());
        }
        if (!member.tags().shown().isEmpty()) {
            out.texts("tags", member.tags().shown());
        }
        if (!member.pending().isEmpty()) {
            out.texts("pending", PendingSetting.texts(member.pending()));
        }
        if (!member.zone().isEmpty()) {
            out.text("zone", member.zone());
        }
        if (!member.routes().texts().isEmpty()) {
            out.texts("routes", member.routes().texts());
        }
        return out.map();
    }
}
