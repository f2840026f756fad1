package io.matriarch.host;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import java.io.IOException;
import java.util.Optional;

/** The group that keeps up the number of this cluster's machines. Calls block for some seconds. */
public interface Group {

    /**
     * How this machine stands with it.
     *
     * @throws IOException one line why that is not known
     */
    GroupView.Standing standing() throws IOException;

    /**
     * @return why the group did not take it, in one line; empty when it did
     */
    Optional<String> tell(GroupWord word);
}
