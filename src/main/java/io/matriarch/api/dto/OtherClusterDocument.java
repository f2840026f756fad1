package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 */
@RegisterForReflection
public record OtherClusterDocument(
        @JsonProperty(required = true) String writer, String reader, String trouble) {

    public static OtherClusterDocument of(RemoteView seen) {
        return new OtherClusterDocument(place(seen.writer()), place(seen.reader()), seen.trouble());
    }

    private static String place(Optional<Upstream> server) {
        return server.map(Upstream::place).orElse("");
    }
}
