package io.interregnum.cluster;

/**
 * What became of numbered datagrams that were sent in one direction between two nodes.
 *
 * @param sentCount how many were sent
 * @param arrivedCount how many of them arrived, each counted once, corrupt ones not at all
 * @param duplicateCount how many arrived once more than they were sent
 * @param overtakenCount how many arrived after one that was sent later
 * @param corruptCount how many arrived with other content than they were sent with
 */
public record Passage(int sentCount, int arrivedCount, int duplicateCount, int overtakenCount, int corruptCount) {

    /** Whether anything arrived. */
    public boolean isOpen() {
        return arrivedCount + corruptCount > 0;
    }

    /** The part that did not arrive whole, in percent. */
    public double lostPercent() {
        return 100.0 * (sentCount - arrivedCount) / sentCount;
    }
}
