package io.interregnum.masters;

/**
 * A candidate's znode in the group. Immutable.
 *
 * @param name name within the group, such as {@code json.info_0000000003}
 * @param czxid zxid of its creation: the epoch, should this candidate lead
 * @param ownerSession session whose end deletes the znode
 * @param masterId {@link MasterInfo#id()} from its payload
 * @param authority {@link MasterInfo#authority()} from its payload
 * @param createdMs when it was created, by the clock of the ZooKeeper server that led then; to be compared with others
 *     of its kind only
 */
record CandidateNode(String name, long czxid, long ownerSession, String masterId, String authority, long createdMs) {

    static final String PREFIX = "json.info_";
}
