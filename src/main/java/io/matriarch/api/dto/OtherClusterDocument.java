package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.Upstream;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * The cluster that this one follows, as an agent sees it.
 *
 * @param writer host and port of its server that takes writes; empty when none is seen to
 * @param reader one that answers and only replays; empty when there is none
 * @param trouble why a server there did not answer; empty when all did
 * @param asked how often the agent has asked so far
 */
@RegisterForReflection
public record OtherClusterDocument(
        @JsonProperty(required = true) String writer, String reader, String trouble, int asked) {

    /** One more was on its way when somebody looked first: what comes then is newer than that. */
    private static final int NEWER = 2;

    public static OtherClusterDocument of(RemoteView seen) {
        return new OtherClusterDocument(
                place(seen.writer()), place(seen.reader()), seen.trouble(), seen.asked());
    }

    /** It was asked for after somebody saw {@code first}. */
    public boolean isNewerThan(OtherClusterDocument first) {
        return asked >= first.asked() + NEWER;
    }

    /** Why this cluster must not be promoted beside it; empty when nothing is seen against it. */
    public Optional<String> refusal() {
        if (!writer.isEmpty()) {
            return Optional.of(
                    "the other cluster takes writes at %s: demote it first (matriarch demote-cluster --to), or two would write"
                            .formatted(writer));
        }
        return reader.isEmpty()
                ? Optional.of(
                        "no server of the other cluster answers (%s): it may be writing all the same; make sure that it is off, then --force"
                                .formatted(trouble))
                : Optional.empty();
    }

    private static String place(Optional<Upstream> server) {
        return server.map(s -> s.host() + ":" + s.port()).orElse("");
    }
}
