package io.matriarch.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PasswordChangeTest {

    @TempDir Path folder = Path.of("");

    private final MemorySecrets place = new MemorySecrets();
    private final List<String> lines = new ArrayList<>();
    private final Server server = new Server();

    /** The leader's server, as each node reaches it. */
    private static final class Server {
        final Map<SecretName, String> passwords = new EnumMap<>(SecretName.class);
        boolean away;
        int renewals;

        RolePasswords from(boolean leads) {
            return new RolePasswords() {
                @Override
                public Answer lets(SecretName role, String value) {
                    if (away) {
                        return new Answer.Silent("the leader does not answer: refused");
                    }
                    return value.equals(passwords.get(role)) ? new Answer.Yes() : new Answer.No();
                }

                @Override
                public boolean leadsHere() {
                    return leads;
                }

                @Override
                public Answer change(SecretName role, String value) {
                    passwords.put(role, value);
                    return new Answer.Yes();
                }

                @Override
                public void renew() {
                    renewals++;
                }
            };
        }
    }

    private SecretFiles files(String node) {
        return new SecretFiles(folder.resolve(node));
    }

    private PasswordChange node(String name, boolean leads) {
        return new PasswordChange(place, files(name), server.from(leads), lines::add);
    }

    @BeforeEach
    void begin() throws Exception {
        for (SecretName name : List.of(SecretName.SUPERUSER, SecretName.REPLICATION)) {
            place.replace(name, "first");
            server.passwords.put(name, "first");
            files("leader").add(name, List.of("first"));
            files("standby").add(name, List.of("first"));
        }
    }

    @Test
    void theLeaderChangesTheRoleAndTheOthersFollow() throws Exception {
        var leader = node("leader", true);
        var standby = node("standby", false);
        assertTrue(leader.round() && standby.round());
        place.replace(SecretName.SUPERUSER, "second");
        assertFalse(standby.round());
        assertFalse(standby.round());
        assertEquals(List.of("first", "second"), files("standby").read(SecretName.SUPERUSER));
        assertTrue(leader.round());
        assertEquals("second", server.passwords.get(SecretName.SUPERUSER));
        assertTrue(standby.round());
        for (String node : List.of("leader", "standby")) {
            assertEquals(List.of("second", "first"), files(node).read(SecretName.SUPERUSER));
        }
        assertEquals(2, server.renewals);
        assertEquals(
                List.of(
                        "parameter /t/superuser: the leader does not take the new one yet",
                        "the password of superuser has been replaced",
                        "the password of superuser has been replaced"),
                lines);
    }

    @Test
    void whoDiedAfterChangingTheRoleOnlyTakesItOver() throws Exception {
        place.replace(SecretName.REPLICATION, "second");
        server.passwords.put(SecretName.REPLICATION, "second");
        assertTrue(node("leader", true).round());
        assertEquals(List.of("second", "first"), files("leader").read(SecretName.REPLICATION));
    }

    @Test
    void withoutALeaderNothingChanges() throws Exception {
        place.replace(SecretName.SUPERUSER, "second");
        server.away = true;
        var standby = node("standby", false);
        assertFalse(standby.round());
        assertFalse(standby.round());
        assertEquals(List.of("first", "second"), files("standby").read(SecretName.SUPERUSER));
        assertEquals(List.of("parameter /t/superuser: the leader does not answer: refused"), lines);
    }

    @Test
    void aValueThatCannotBeAPasswordIsLeft() throws Exception {
        place.replace(SecretName.SUPERUSER, " ");
        assertFalse(node("leader", true).round());
        assertEquals("first", server.passwords.get(SecretName.SUPERUSER));
        assertEquals(
                List.of(
                        "parameter /t/superuser: it must be one line without spaces at its ends;"
                                + " the one before it stays"),
                lines);
    }

    @Test
    void aPlaceThatIsAwayChangesNothing() {
        place.trouble = Optional.of("throttled by Parameter Store");
        assertFalse(node("leader", true).round());
        assertEquals("first", server.passwords.get(SecretName.SUPERUSER));
    }
}
