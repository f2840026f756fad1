package io.matriarch.routing.route53;

import java.util.ArrayList;
import java.util.List;
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
    int batches;
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
        return ListHostedZonesByNameResponse.builder()
                .hostedZones(z -> z.id("Z1").name("db.internal."), z -> z.id("Z2").name("other."))
                .build();
    }

    @Override
    public ListResourceRecordSetsResponse listResourceRecordSets(ListResourceRecordSetsRequest r) {
        refuseWhenThrottled();
        int from =
                r.startRecordIdentifier() == null ? 0 : Integer.parseInt(r.startRecordIdentifier());
        int to = Math.min(records.size(), from + pages);
        var answer =
                ListResourceRecordSetsResponse.builder()
                        .resourceRecordSets(records.subList(from, to))
                        .isTruncated(to < records.size());
        if (to < records.size()) {
            answer.nextRecordName("x").nextRecordType("A").nextRecordIdentifier("" + to);
        }
        return answer.build();
    }

    @Override
    public ChangeResourceRecordSetsResponse changeResourceRecordSets(
            ChangeResourceRecordSetsRequest request) {
        refuseWhenThrottled();
        beforeChange.run();
        List<ResourceRecordSet> next = new ArrayList<>(records);
        for (Change change : request.changeBatch().changes()) {
            ResourceRecordSet record = change.resourceRecordSet();
            boolean fits =
                    change.action() == ChangeAction.DELETE
                            ? next.remove(record)
                            : next.stream().noneMatch(r -> sameKey(r, record)) && next.add(record);
            if (!fits) {
                throw InvalidChangeBatchException.builder()
                        .message("Tried to " + change.action() + " " + record.name())
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

    private void refuseWhenThrottled() {
        if (throttled) {
            throw Route53Exception.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode("Throttling").build())
                    .build();
        }
    }

    @Override
    public GetChangeResponse getChange(GetChangeRequest request) {
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
