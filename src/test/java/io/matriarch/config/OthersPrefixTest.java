package io.matriarch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.StandbyOf;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OthersPrefixTest {
    private static final StandbyOf FAR = new StandbyOf(List.of(), "", "s3://far/orders");

    @Test
    void aClusterDoesNotFollowItsOwnArchive() {
        String own =
                "s3://far/orders is this cluster's own backup.s3-prefix; that of the cluster to follow is right";
        assertEquals(Optional.of(own), OthersPrefix.problem(backup("s3://far/orders"), FAR));
        assertEquals(Optional.of(own), OthersPrefix.problem(backup("s3://far/orders/"), FAR));
        assertEquals(Optional.empty(), OthersPrefix.problem(backup("s3://near/orders"), FAR));
    }

    @Test
    void whoArchivesNowhereFollowsAStreamOnly() {
        assertEquals(
                Optional.of(
                        "needs backup.s3-prefix in the file of each member: it says how archives are reached, and where this cluster's own will be"),
                OthersPrefix.problem(Optional.empty(), FAR));
        var stream = new StandbyOf(List.of(new StandbyOf.Host("far", 5432)), "");
        assertEquals(Optional.empty(), OthersPrefix.problem(Optional.empty(), stream));
    }

    private static Optional<AgentConfig.Backup> backup(String prefix) {
        return Optional.of(
                new AgentConfig.Backup(
                        AgentConfig.Engine.S3,
                        prefix,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }
}
