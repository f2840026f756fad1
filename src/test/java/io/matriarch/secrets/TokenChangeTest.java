package io.matriarch.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new token is followed by each member when it hears of it, and no call between is refused. */
final class TokenChangeTest {

    @TempDir Path folder = Path.of("");

    private final MemorySecrets place = new MemorySecrets();
    private final List<String> lines = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T03:00:00Z");

    private final class Node {
        final SecretFiles files;
        final TokenBook book;
        final TokenChange change;

        Node(String name) throws Exception {
            files = new SecretFiles(folder.resolve(name));
            files.add(SecretName.TOKEN, List.of("first"));
            book = new TokenBook(files.read(SecretName.TOKEN), Instant.EPOCH, () -> now);
            change = new TokenChange(place, files, book, lines::add);
        }

        /** As a caller does: the next value when one is refused. */
        boolean reaches(Node other) {
            return book.brought().stream().anyMatch(other.book.accepted()::contains);
        }
    }

    @BeforeEach
    void begin() {
        place.replace(SecretName.TOKEN, "first");
    }

    @Test
    void noCallIsRefusedWhicheverHearsOfItFirst() throws Exception {
        Node one = new Node("n1");
        Node two = new Node("n2");
        place.replace(SecretName.TOKEN, "second");
        one.change.round();
        assertEquals(List.of("second", "first"), one.book.brought());
        assertEquals(true, one.reaches(two) && two.reaches(one));
        two.change.round();
        assertEquals(true, one.reaches(two) && two.reaches(one));
        assertEquals(List.of("second", "first"), one.files.read(SecretName.TOKEN));
        assertEquals(
                "the token has been replaced; the one before it is accepted for 60 minutes more",
                lines.getFirst());
        one.change.round();
        assertEquals(2, lines.size(), "said once by each");
    }

    @Test
    void theOneBeforeIsAcceptedForAnHour() throws Exception {
        Node one = new Node("n1");
        assertEquals(List.of("first"), one.book.accepted());
        place.replace(SecretName.TOKEN, "second");
        one.change.round();
        now = now.plus(Duration.ofMinutes(59));
        assertEquals(List.of("second", "first"), one.book.accepted());
        place.replace(SecretName.TOKEN, "third");
        one.change.round();
        assertEquals(List.of("third", "second"), one.book.accepted(), "the last two alone");
        now = now.plus(Duration.ofMinutes(60));
        assertEquals(List.of("third"), one.book.accepted());
    }

    /** A token that has leaked, and that nobody shall accept any more. */
    @Test
    void twoInARowLeaveTheFirstToNobody() throws Exception {
        Node one = new Node("n1");
        Node away = new Node("n2");
        place.replace(SecretName.TOKEN, "second");
        place.replace(SecretName.TOKEN, "third");
        one.change.round();
        assertEquals(List.of("third", "second"), one.book.accepted());
        assertEquals(List.of(), new FirstSecrets(place, away.files, lines::add).fetch());
        assertEquals(List.of("third", "second", "first"), away.files.read(SecretName.TOKEN));
    }

    /** How long it has been known is the file's age, which a start does not change. */
    @Test
    void aStartInBetweenForgetsNothing() throws Exception {
        Node one = new Node("n1");
        place.replace(SecretName.TOKEN, "second");
        one.change.round();
        Instant since = one.files.since(SecretName.TOKEN);
        Files.setLastModifiedTime(
                one.files.path(SecretName.TOKEN),
                java.nio.file.attribute.FileTime.from(since.minusSeconds(600)));
        assertEquals(List.of(), new FirstSecrets(place, one.files, lines::add).fetch());
        assertEquals(
                since.minusSeconds(600).getEpochSecond(),
                one.files.since(SecretName.TOKEN).getEpochSecond());
        var again = new TokenBook(one.files.read(SecretName.TOKEN), now, () -> now);
        assertEquals(List.of("second", "first"), again.accepted());
    }

    @Test
    void whatCannotBeATokenOrIsNotThereChangesNothing() throws Exception {
        Node one = new Node("n1");
        place.replace(SecretName.TOKEN, "two\nlines");
        one.change.round();
        place.trouble = Optional.of("throttled by Parameter Store");
        one.change.round();
        one.change.round();
        assertEquals(List.of("first"), one.book.brought());
        assertEquals(
                List.of(
                        "parameter /t/token: it must be one line without spaces at its ends; the one before it stays",
                        "parameter /t/token: throttled by Parameter Store"),
                lines);
    }

    @Test
    void aTokenOfAFileStays() {
        assertEquals(List.of("secret"), TokenBook.of(List.of("secret")).accepted());
        assertEquals(List.of(), TokenBook.of(List.of()).accepted());
        assertEquals(false, TokenBook.of(List.of("secret")).toString().contains("secret"));
    }
}
