package io.matriarch.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** The real resources over a fake agent, with a token set. */
public final class ApiProfile implements QuarkusTestProfile {
    public static final String TOKEN = "open-sesame";

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeAgent.class, FakeToken.class);
    }

    @Alternative
    @Singleton
    static final class FakeToken {
        @Produces
        @Singleton
        ApiToken token() {
            return new ApiToken(Optional.of(TOKEN));
        }
    }
}
