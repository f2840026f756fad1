package io.matriarch.postgres.process;

import java.util.List;
import java.util.Map;

/** What PostgreSQL made of a configuration that it was to start with. */
sealed interface TrialVerdict {

    /**
     * @param ident lines of pg_ident.conf that it passes over, and why
     * @param ignored settings of extensions that it passes over, and why
     */
    record Starts(List<String> ident, Map<String, String> ignored) implements TrialVerdict {}

    /**
     * @param wrong lines of pg_hba.conf that end a start, and why
     */
    record NoRules(List<String> wrong) implements TrialVerdict {}

    /** Something else ends a start. */
    record Refused(String why) implements TrialVerdict {}

    /** It could not be tried. */
    record Unknown(String why) implements TrialVerdict {}
}
