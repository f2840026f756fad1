package io.matriarch.secrets;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Follows a password that has been replaced: the leader changes the role, and every member takes
 * over what the leader's server lets in. Nobody has to be told, and who dies in between goes on.
 */
public final class PasswordChange {

    private static final List<SecretName> PASSWORDS =
            List.of(SecretName.SUPERUSER, SecretName.REPLICATION);

    private final Secrets secrets;
    private final SecretFiles files;
    private final RolePasswords roles;
    private final Consumer<String> inform;
    private final Map<SecretName, String> told = new EnumMap<>(SecretName.class);

    /**
     * @param inform one line for the log
     */
    public PasswordChange(
            Secrets secrets, SecretFiles files, RolePasswords roles, Consumer<String> inform) {
        this.secrets = secrets;
        this.files = files;
        this.roles = roles;
        this.inform = inform;
    }

    /** One round; true when nothing is left to do. */
    public boolean round() {
        boolean settled = true;
        for (SecretName name : PASSWORDS) {
            try {
                String trouble = follow(name);
                settled &= trouble.isEmpty();
                tell(name, trouble);
            } catch (IOException e) {
                settled = false;
                tell(name, "cannot keep a copy in %s: %s".formatted(files.folder(), e));
            }
        }
        return settled;
    }

    private String follow(SecretName name) throws IOException {
        return switch (secrets.read(name)) {
            case Found.Values found -> follow(name, found);
            case Found.Absent _ -> "it is gone";
            case Found.Unknown(var why) -> why;
        };
    }

    private String follow(SecretName name, Found.Values found) throws IOException {
        List<String> copies = files.read(name);
        if (!copies.isEmpty() && copies.getFirst().equals(found.newest())) {
            return "";
        }
        var problem = NewSecret.problem(found.newest());
        if (problem.isPresent()) {
            return problem.get() + "; the one before it stays";
        }
        // The leader may change the role at any moment from now on, and this node's server follows:
        // the agent must not stand before a closed door meanwhile.
        files.announce(name, found.newest());
        RolePasswords.Answer known = roles.lets(name, found.newest());
        if (known instanceof RolePasswords.Answer.No && roles.leadsHere()) {
            known = roles.change(name, found.newest());
        }
        return switch (known) {
            case RolePasswords.Answer.Yes _ -> {
                files.add(name, found.values());
                roles.renew();
                inform.accept("the password of %s has been replaced".formatted(name.text()));
                yield "";
            }
            case RolePasswords.Answer.No _ -> "the leader does not take the new one yet";
            case RolePasswords.Answer.Silent(var why) -> why;
        };
    }

    private void tell(SecretName name, String trouble) {
        if (!trouble.isEmpty() && !trouble.equals(told.get(name))) {
            inform.accept(secrets.place(name) + ": " + trouble);
        }
        told.put(name, trouble);
    }
}
