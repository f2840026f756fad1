package io.matriarch.decision;

/** How figures are said in sentences. */
final class Words {

    private Words() {}

    static String bytes(long count) {
        if (count < 1024) {
            return count + " B";
        }
        if (count < 1024 * 1024) {
            return count / 1024 + " kB";
        }
        return count / (1024 * 1024) + " MB";
    }
}
