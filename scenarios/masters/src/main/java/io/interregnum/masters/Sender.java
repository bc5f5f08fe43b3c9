package io.interregnum.masters;

/**
 * The master that a message comes from. Immutable.
 *
 * @param node its name, such as {@code master-1}
 * @param masterId {@link MasterInfo#id()}
 * @param epoch the epoch under which it sends
 */
record Sender(String node, String masterId, long epoch) {}
