package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.matriarch.api.AccessRule.Verdict;
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
        var rule = new AccessRule(new ApiToken(Optional.of("secret")));
        for (boolean loopback : new boolean[] {true, false}) {
            Verdict is = rule.judge(Optional.ofNullable(authorization), loopback, false);
            assertEquals(verdict, is.getClass().getSimpleName());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false, Allowed", "false, false, Forbidden", "true, true, Forbidden"})
    void withoutATokenOnlyThisMachine(boolean loopback, boolean browser, String verdict) {
        var rule = new AccessRule(new ApiToken(Optional.empty()));
        Verdict is = rule.judge(Optional.of("Bearer x"), loopback, browser);
        assertEquals(verdict, is.getClass().getSimpleName());
    }

    @Test
    void tokenStaysOutOfLogs() {
        assertFalse(new ApiToken(Optional.of("secret")).toString().contains("secret"));
    }
}
