package io.matriarch.secrets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Before the agent starts: fetches each secret, and makes it when this is the cluster's first
 * member to ask.
 *
 * @param warn what does not stop the start
 */
public record FirstSecrets(Secrets secrets, SecretFiles files, Consumer<String> warn) {

    /** What stops the start, one line each; a copy from before is good enough. */
    public List<String> fetch() {
        List<String> obstacles = new ArrayList<>();
        for (SecretName name : SecretName.values()) {
            String trouble = fetch(name);
            if (!trouble.isEmpty()) {
                obstacles.add(trouble);
            }
        }
        return obstacles;
    }

    private String fetch(SecretName name) {
        try {
            boolean known = !files.read(name).isEmpty();
            boolean newestDoes = known && name != SecretName.TOKEN;
            Found found = newestDoes ? secrets.read(name) : secrets.history(name);
            if (found instanceof Found.Absent && !known) {
                found = secrets.create(name, NewSecret.random());
            }
            return switch (found) {
                case Found.Values(var values) -> keep(name, values, known);
                case Found.Absent _ when known -> told(name, "it is gone from there");
                case Found.Absent _ -> "secrets: " + secrets.place(name) + " cannot be made";
                case Found.Unknown(var why) when known -> told(name, why);
                case Found.Unknown(var why) -> "secrets: " + why;
            };
        } catch (IOException e) {
            return "secrets: cannot keep a copy in %s: %s".formatted(files.folder(), e);
        }
    }

    /** With a copy, which value is right is for {@link PasswordChange} to find out. */
    private String keep(SecretName name, List<String> values, boolean known) throws IOException {
        var problem = NewSecret.problem(values.getFirst());
        if (problem.isPresent()) {
            return "secrets: " + secrets.place(name) + ": " + problem.get();
        }
        if (!known || name == SecretName.TOKEN) {
            files.add(name, values);
        }
        return "";
    }

    private String told(SecretName name, String why) {
        warn.accept("%s: %s; going on with this node's copy".formatted(secrets.place(name), why));
        return "";
    }
}
