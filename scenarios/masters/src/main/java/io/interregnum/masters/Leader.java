package io.interregnum.masters;

/**
 * The master that an agent or a framework believes to lead. Immutable.
 *
 * @param authority {@code ip:port}
 * @param epoch of its leadership
 */
record Leader(String masterId, String authority, long epoch) {

    static Leader of(CandidateNode node) {
        return new Leader(node.masterId(), node.authority(), node.czxid());
    }
}
