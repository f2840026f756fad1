package io.matriarch.secrets;

/** The one place that all members read secrets from. Calls block, and end within seconds. */
public interface Secrets {

    /** The newest value alone. */
    Found read(SecretName name);

    /** The newest value, and those before it; dearer than {@link #read}. */
    Found history(SecretName name);

    /**
     * Sets the first value, unless there is one: of several who create at once, one wins.
     *
     * @return what is there now, whoever set it
     */
    Found create(SecretName name, String value);

    /**
     * Sets a new value.
     *
     * @return it, or why it could not be set
     */
    Found replace(SecretName name, String value);

    /** Where it is, for people. */
    String place(SecretName name);
}
