package io.matriarch.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstSecretsTest {

    @TempDir Path folder = Path.of("");

    private final MemorySecrets place = new MemorySecrets();
    private final List<String> warnings = new ArrayList<>();

    private SecretFiles files(String node) {
        return new SecretFiles(folder.resolve(node).resolve("secrets"));
    }

    private List<String> fetch(String node) {
        return new FirstSecrets(place, files(node), warnings::add).fetch();
    }

    @Test
    void theFirstMemberMakesThemAndTheNextOneHasTheSame() throws Exception {
        assertEquals(List.of(), fetch("n1"));
        assertEquals(List.of(), fetch("n2"));
        for (SecretName name : SecretName.values()) {
            List<String> mine = files("n1").read(name);
            assertEquals(mine, files("n2").read(name));
            assertEquals(32, mine.getFirst().length());
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(files("n1").path(name))));
        }
        assertNotEquals(
                files("n1").read(SecretName.SUPERUSER), files("n1").read(SecretName.REPLICATION));
    }

    @Test
    void aNewMemberKnowsTheOlderOnesToo() throws Exception {
        place.replace(SecretName.SUPERUSER, "old");
        place.replace(SecretName.SUPERUSER, "new");
        assertEquals(List.of(), fetch("n1"));
        assertEquals(List.of("new", "old"), files("n1").read(SecretName.SUPERUSER));
    }

    @Test
    void whatIsReplacedWhileAMemberIsAwayWaitsForTheLeadersWord() throws Exception {
        place.replace(SecretName.SUPERUSER, "old");
        assertEquals(List.of(), fetch("n1"));
        place.replace(SecretName.SUPERUSER, "new");
        assertEquals(List.of(), fetch("n1"));
        assertEquals(List.of("old"), files("n1").read(SecretName.SUPERUSER));
    }

    @Test
    void withoutThePlaceTheCopyDoes() {
        assertEquals(List.of(), fetch("n1"));
        place.trouble = Optional.of("Parameter Store does not answer: timed out");
        assertEquals(List.of(), fetch("n1"));
        assertEquals(
                "parameter /t/superuser: Parameter Store does not answer: timed out; going on with"
                        + " this node's copy",
                warnings.getFirst());
        List<String> obstacles = fetch("n2");
        assertEquals(3, obstacles.size());
        assertEquals("secrets: Parameter Store does not answer: timed out", obstacles.getFirst());
    }

    @Test
    void aValueThatCannotBeAPasswordStopsTheStart() {
        place.replace(SecretName.SUPERUSER, "two\nlines");
        assertEquals(
                List.of(
                        "secrets: parameter /t/superuser: it must be one line without spaces at its"
                                + " ends"),
                fetch("n1"));
        assertTrue(Files.notExists(files("n1").path(SecretName.SUPERUSER)));
    }
}
