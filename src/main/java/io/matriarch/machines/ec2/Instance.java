package io.matriarch.machines.ec2;

import java.util.List;

/**
 * An instance as EC2 describes it.
 *
 * @param state pending, running, stopping, stopped, shutting-down or terminated
 * @param volumes those that are attached to it
 */
record Instance(String id, String state, List<String> volumes) {

    static List<Instance> all(Answer described) {
        return described.all("reservationSet", "item", "instancesSet", "item").stream()
                .map(
                        i ->
                                new Instance(
                                        i.at("instanceId"),
                                        i.at("instanceState", "name"),
                                        i
                                                .all(
                                                        "blockDeviceMapping",
                                                        "item",
                                                        "ebs",
                                                        "volumeId")
                                                .stream()
                                                .map(Answer::text)
                                                .toList()))
                .toList();
    }
}
