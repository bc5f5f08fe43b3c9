package io.interregnum.fault;

/**
 * What a fault takes from the declared fault model, which is: at any time the ZooKeeper servers whose disks are lost or
 * damaged and not yet resynchronised, together with those that cannot be reached, are fewer than a quorum.
 */
public enum Weight {
    /** Nobody has said. Never drawn for random schedules, and beyond the model when a schedule has it. */
    UNDECLARED("what it takes is not known: never drawn"),
    /** Nothing: every server can be reached and keeps its disk, though it may be slow or have a wrong clock. */
    NONE("takes nothing"),
    /** Each server that it is aimed at may be out of reach while it lasts: killed, paused or cut off. */
    UNREACHABLE("each server that it is aimed at is out of reach"),
    /** One after the other of the servers that it is aimed at is out of reach, never two. */
    ONE_BY_ONE("one server at a time is out of reach"),
    /** The nodes it is aimed at are cut from all others: the servers of the smaller side are out of reach. */
    SPLIT("the servers of the smaller side are out of reach"),
    /** Each server that it is aimed at loses what it had stored, or some of it; it counts until it has it again. */
    DISK("each server that it is aimed at loses stored data"),
    /** More than the model allows, whatever it is aimed at: a quorum, or what a quorum is. */
    BEYOND("more than the model allows");

    private final String words;

    Weight(String words) {
        this.words = words;
    }

    /** For lists. */
    public String words() {
        return words;
    }
}
