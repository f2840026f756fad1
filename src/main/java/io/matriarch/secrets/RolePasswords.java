package io.matriarch.secrets;

/** The passwords that PostgreSQL knows. Calls block, and end within seconds. */
public interface RolePasswords {

    /** What the server has said. */
    sealed interface Answer {

        record Yes() implements Answer {}

        record No() implements Answer {}

        /**
         * @param why one line for an operator
         */
        record Silent(String why) implements Answer {}
    }

    /** Does the server that leads, wherever it is, let {@code value} in? */
    Answer lets(SecretName role, String value);

    /** Does this node's server lead? */
    boolean leadsHere();

    /** On the server that leads, which must be this node's. */
    Answer change(SecretName role, String value);

    /** What PostgreSQL itself reads passwords from is written anew. */
    void renew() throws java.io.IOException;
}
