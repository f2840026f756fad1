package io.matriarch.routing.route53;

import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * One record set.
 *
 * @param name with its last dot
 * @param ttl seconds
 */
record ZoneRecord(String name, String type, long ttl, Set<String> values) {

    ZoneRecord {
        values = Set.copyOf(values);
    }

    static ZoneRecord of(ResourceRecordSet set) {
        Set<String> values = new TreeSet<>();
        set.resourceRecords().forEach(r -> values.add(r.value()));
        return new ZoneRecord(
                set.name(), set.typeAsString(), set.ttl() == null ? 0 : set.ttl(), values);
    }

    ResourceRecordSet set() {
        return ResourceRecordSet.builder()
                .name(name)
                .type(RRType.fromValue(type))
                .ttl(ttl)
                .resourceRecords(
                        new TreeSet<>(values)
                                .stream()
                                        .map(v -> ResourceRecord.builder().value(v).build())
                                        .toList())
                .build();
    }

    boolean sameKey(ZoneRecord other) {
        return name.equals(other.name) && type.equals(other.type);
    }
}
