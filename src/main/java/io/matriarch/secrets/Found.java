package io.matriarch.secrets;

import java.util.List;

/** What the place of secrets has answered. */
public sealed interface Found {

    /**
     * @param values the newest first; at least one
     */
    record Values(List<String> values) implements Found {

        public Values {
            values = List.copyOf(values);
        }

        public String newest() {
            return values.getFirst();
        }

        /** A secret stays out of logs. */
        @Override
        public String toString() {
            return "Values[" + values.size() + "]";
        }
    }

    /** Nobody has set it. */
    record Absent() implements Found {}

    /**
     * @param why one line for an operator
     */
    record Unknown(String why) implements Found {}
}
