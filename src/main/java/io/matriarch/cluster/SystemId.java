package io.matriarch.cluster;

/** PostgreSQL's system identifier, set by initdb and the same on every copy; decimal, unsigned. */
public record SystemId(String value) {

    /** A lease that was taken before its holder's initdb had run. */
    public static final SystemId NONE = new SystemId("");

    public boolean isKnown() {
        return !value.isEmpty();
    }

    @Override
    public String toString() {
        return value;
    }
}
