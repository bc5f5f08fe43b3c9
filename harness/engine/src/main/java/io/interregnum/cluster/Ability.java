package io.interregnum.cluster;

/**
 * Something that a machine can or cannot do.
 *
 * @param name such as {@code nftables in a user namespace}
 * @param status what trying it showed
 * @param detail what was seen: a version, or the first line of the error
 * @param remedy how to get it; empty text when it works
 */
public record Ability(String name, Status status, String detail, String remedy) {

    /** What trying an ability showed. */
    public enum Status {
        /** It was done. */
        WORKS,
        /** It was not, and something else will be used instead. */
        OPTIONAL_MISSING,
        /** It was not, and the backend cannot be used. */
        MISSING
    }

    /** An ability that was used with success. */
    public static Ability works(String name, String detail) {
        return new Ability(name, Status.WORKS, detail, "");
    }

    /** An ability without which the backend cannot be used. */
    public static Ability missing(String name, String detail, String remedy) {
        return new Ability(name, Status.MISSING, detail, remedy);
    }

    /** An ability for which there is a substitute. */
    public static Ability optionalMissing(String name, String detail, String remedy) {
        return new Ability(name, Status.OPTIONAL_MISSING, detail, remedy);
    }
}
