package io.matriarch.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReleaseTest {

    @Test
    void versionIsTheBuildFiles() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        assertTrue(
                pom.contains(
                        "<artifactId>matriarch</artifactId>\n    <version>%s</version>"
                                .formatted(Release.VERSION)),
                "pom.xml has another version than Release.VERSION " + Release.VERSION);
    }
}
