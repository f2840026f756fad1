package io.matriarch.secrets;

import java.io.IOException;
import java.util.function.Consumer;

/** Follows a token that has been replaced: nobody has to be told, and no call is refused. */
public final class TokenChange {

    private final Secrets secrets;
    private final SecretFiles files;
    private final TokenBook book;
    private final Consumer<String> inform;
    private String told = "";

    /**
     * @param inform one line for the log
     */
    public TokenChange(
            Secrets secrets, SecretFiles files, TokenBook book, Consumer<String> inform) {
        this.secrets = secrets;
        this.files = files;
        this.book = book;
        this.inform = inform;
    }

    /** One round. */
    public void round() {
        try {
            tell(
                    switch (secrets.read(SecretName.TOKEN)) {
                        case Found.Values found -> follow(found);
                        case Found.Absent _ -> "it is gone";
                        case Found.Unknown(var why) -> why;
                    });
        } catch (IOException e) {
            tell("cannot keep a copy in %s: %s".formatted(files.folder(), e));
        }
    }

    private String follow(Found.Values found) throws IOException {
        if (book.brought().stream().findFirst().filter(found.newest()::equals).isPresent()) {
            return "";
        }
        var problem = NewSecret.problem(found.newest());
        if (problem.isPresent()) {
            return problem.get() + "; the one before it stays";
        }
        // With those in between: which one came just before says what is accepted beside it.
        files.add(
                SecretName.TOKEN,
                secrets.history(SecretName.TOKEN) instanceof Found.Values all
                        ? all.values()
                        : found.values());
        book.turn(files.read(SecretName.TOKEN));
        inform.accept(
                "the token has been replaced; the one before it is accepted for %d minutes more"
                        .formatted(TokenBook.GRACE.toMinutes()));
        return "";
    }

    private void tell(String trouble) {
        if (!trouble.isEmpty() && !trouble.equals(told)) {
            inform.accept(secrets.place(SecretName.TOKEN) + ": " + trouble);
        }
        told = trouble;
    }
}
