package io.matriarch.host;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import java.util.Optional;

/** A machine that belongs to no group. */
public record Alone() implements Group {

    @Override
    public GroupView.Standing standing() {
        return GroupView.Standing.NONE;
    }

    @Override
    public Optional<String> tell(GroupWord word) {
        return Optional.of("this machine belongs to no group");
    }
}
