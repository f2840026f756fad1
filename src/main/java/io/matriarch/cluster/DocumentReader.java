package io.matriarch.cluster;

import java.util.List;
import java.util.Map;

/** Makes settings of a document's texts. */
@FunctionalInterface
public interface DocumentReader {

    /**
     * @param values by key; a key that is not known is passed over, because a newer version may
     *     have written it
     */
    Read read(Map<String, String> values);

    /**
     * What keeps a document from being stored, one line each: more than from being read, because a
     * key that nobody knows is then a mistake.
     */
    default List<String> problems(Map<String, String> values) {
        return read(values) instanceof Read.Bad(var wrong) ? wrong : List.of();
    }

    /** What came of it. */
    sealed interface Read {

        record Good(ClusterSettings settings) implements Read {}

        /**
         * @param wrong one line for each value that cannot be used
         */
        record Bad(List<String> wrong) implements Read {}
    }
}
