package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.matriarch.api.AccessRule.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessRuleTest {

    @ParameterizedTest
    @CsvSource({
        "Bearer secret, Allowed",
        "bearer secret, Allowed",
        "Bearer secre, Unauthorized",
        "Bearer secrets, Unauthorized",
        "Basic secret, Unauthorized",
        "secret, Unauthorized",
        ", Unauthorized"
    })
    void withATokenItAloneCounts(String authorization, String verdict) {
        var rule = new AccessRule(ApiToken.of("secret"));
        for (boolean loopback : new boolean[] {true, false}) {
            Verdict is = rule.judge(Optional.ofNullable(authorization), loopback, false);
            assertEquals(verdict, is.getClass().getSimpleName());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false, Allowed", "false, false, Forbidden", "true, true, Forbidden"})
    void withoutATokenOnlyThisMachine(boolean loopback, boolean browser, String verdict) {
        var rule = new AccessRule(ApiToken.none());
        Verdict is = rule.judge(Optional.of("Bearer x"), loopback, browser);
        assertEquals(verdict, is.getClass().getSimpleName());
    }

    /** While a new one goes round. */
    @ParameterizedTest
    @CsvSource({"Bearer second, Allowed", "Bearer first, Allowed", "Bearer zeroth, Unauthorized"})
    void eachOfTheAcceptedOnesWillDo(String authorization, String verdict) {
        var rule = new AccessRule(new ApiToken(() -> List.of("second", "first")));
        Verdict is = rule.judge(Optional.of(authorization), false, false);
        assertEquals(verdict, is.getClass().getSimpleName());
    }

    @Test
    void tokenStaysOutOfLogs() {
        assertFalse(ApiToken.of("secret").toString().contains("secret"));
    }
}
