package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.Upstream;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * The cluster that this one follows, as an agent saw it last.
 *
 * @param writer host and port of its server that takes writes; empty when none is seen to
 * @param reader one that answers and only replays; empty when there is none
 * @param trouble why a server there did not answer; empty when all did
 * @param received how far the standby there that has most has got; absent when none answers
 * @param whole it has all that this server has; absent when none answers
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OtherClusterDocument(
        @JsonProperty(required = true) String writer,
        String reader,
        String trouble,
        Optional<String> received,
        Optional<Boolean> whole) {

    public static OtherClusterDocument of(RemoteView seen, Member me) {
        Lsn position = me.received().max(me.replayed());
        return new OtherClusterDocument(
                place(seen.writer()),
                place(seen.reader()),
                seen.trouble(),
                seen.furthest().map(r -> r.received().toString()),
                seen.furthest()
                        .map(
                                _ ->
                                        seen.receivers().stream()
                                                .anyMatch(r -> r.hasAll(me.timeline(), position))));
    }

    private static String place(Optional<Upstream> server) {
        return server.map(Upstream::place).orElse("");
    }
}
