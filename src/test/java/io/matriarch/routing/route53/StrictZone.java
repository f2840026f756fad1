package io.matriarch.routing.route53;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.GetChangeRequest;
import software.amazon.awssdk.services.route53.model.GetChangeResponse;
import software.amazon.awssdk.services.route53.model.GetHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/**
 * One zone with Route53's own rule for batches, which its simulators do not keep: a deletion must
 * name the very record that stands there, a creation fails where one stands, and all of a batch
 * happens or nothing.
 */
final class StrictZone implements Route53Client {

    private final List<ResourceRecordSet> records = new ArrayList<>();
    private ChangeStatus status = ChangeStatus.PENDING;
    private int pages = 1_000;
    private boolean throttled;
    private String denied = "";
    String lastDot = ".";
    int batches;
    int lists;
    Runnable beforeChange = () -> {};

    void inSync() {
        status = ChangeStatus.INSYNC;
    }

    void pageSize(int size) {
        pages = size;
    }

    void throttle(boolean next) {
        throttled = next;
    }

    /** The action that the role may not call. */
    void deny(String action) {
        denied = action;
    }

    void put(ZoneRecord record) {
        records.add(record.set());
    }

    List<String> shown() {
        return records.stream()
                .map(ZoneRecord::of)
                .map(r -> r.name() + " " + r.type() + " " + r.values().stream().sorted().toList())
                .sorted()
                .toList();
    }

    @Override
    public ListHostedZonesByNameResponse listHostedZonesByName(ListHostedZonesByNameRequest r) {
        refuse("ListHostedZonesByName");
        return ListHostedZonesByNameResponse.builder()
                .hostedZones(z -> z.id("Z1").name("db.internal."), z -> z.id("Z2").name("other."))
                .build();
    }

    @Override
    public GetHostedZoneResponse getHostedZone(GetHostedZoneRequest r) {
        refuse("GetHostedZone");
        return GetHostedZoneResponse.builder()
                .hostedZone(z -> z.id(r.id()).name("db.internal."))
                .build();
    }

    /** In Route53's order, from a name on: by the labels in reverse. */
    @Override
    public ListResourceRecordSetsResponse listResourceRecordSets(ListResourceRecordSetsRequest r) {
        refuse("ListResourceRecordSets");
        lists++;
        List<ResourceRecordSet> sorted =
                records.stream()
                        .sorted(
                                Comparator.comparing((ResourceRecordSet s) -> reversed(s.name()))
                                        .thenComparing(ResourceRecordSet::typeAsString))
                        .toList();
        String start = r.startRecordName() == null ? "" : reversed(r.startRecordName());
        List<ResourceRecordSet> rest =
                sorted.stream()
                        .filter(
                                s -> {
                                    int order = reversed(s.name()).compareTo(start);
                                    return order > 0
                                            || order == 0
                                                    && (r.startRecordType() == null
                                                            || s.typeAsString()
                                                                            .compareTo(
                                                                                    r
                                                                                            .startRecordTypeAsString())
                                                                    >= 0);
                                })
                        .toList();
        boolean more = rest.size() > pages;
        var answer =
                ListResourceRecordSetsResponse.builder()
                        .resourceRecordSets(rest.subList(0, Math.min(pages, rest.size())))
                        .isTruncated(more);
        if (more) {
            answer.nextRecordName(rest.get(pages).name())
                    .nextRecordType(rest.get(pages).typeAsString());
        }
        return answer.build();
    }

    private String reversed(String name) {
        List<String> labels = new ArrayList<>(List.of(name.split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels) + lastDot;
    }

    @Override
    public ChangeResourceRecordSetsResponse changeResourceRecordSets(
            ChangeResourceRecordSetsRequest request) {
        refuse("ChangeResourceRecordSets");
        beforeChange.run();
        List<ResourceRecordSet> next = new ArrayList<>(records);
        for (Change change : request.changeBatch().changes()) {
            // It keeps names in small letters, whatever it is sent.
            ResourceRecordSet sent = change.resourceRecordSet();
            ResourceRecordSet record =
                    sent.toBuilder().name(sent.name().toLowerCase(Locale.ROOT)).build();
            boolean fits =
                    change.action() == ChangeAction.DELETE
                            ? next.remove(record)
                            : next.stream().noneMatch(r -> sameKey(r, record)) && next.add(record);
            if (!fits) {
                throw InvalidChangeBatchException.builder()
                        .message(
                                "Tried to "
                                        + change.actionAsString().toLowerCase(Locale.ROOT)
                                        + " resource record set "
                                        + record.name())
                        .build();
            }
        }
        records.clear();
        records.addAll(next);
        batches++;
        status = ChangeStatus.PENDING;
        return ChangeResourceRecordSetsResponse.builder()
                .changeInfo(ChangeInfo.builder().id("C" + batches).status(status).build())
                .build();
    }

    private static boolean sameKey(ResourceRecordSet a, ResourceRecordSet b) {
        return Objects.equals(a.name(), b.name()) && a.type() == b.type();
    }

    private void refuse(String action) {
        if (throttled || action.equals(denied)) {
            throw Route53Exception.builder()
                    .statusCode(throttled ? 400 : 403)
                    .awsErrorDetails(
                            AwsErrorDetails.builder()
                                    .errorCode(throttled ? "Throttling" : "AccessDenied")
                                    .build())
                    .build();
        }
    }

    @Override
    public GetChangeResponse getChange(GetChangeRequest request) {
        refuse("GetChange");
        return GetChangeResponse.builder()
                .changeInfo(ChangeInfo.builder().id(request.id()).status(status).build())
                .build();
    }

    @Override
    public String serviceName() {
        return "route53";
    }

    @Override
    public void close() {}
}
