package io.interregnum.masters;

/** Where the registry is kept. Calls block until the servers or replicas that keep it have
 * answered, or may not any more. For one thread. */
interface RegistryStore {

    /**
     * A content of the registry and its version: that of its znode, or its position in a log.
     *
     * @param znodeVersion what a conditional write of the next content must expect
     */
    record Stored(RegistryState state, int znodeVersion) {}

    /**
     * The registry as it is after this call began; an empty one is created if there is none.
     *
     * @throws StoreException with {@code GONE} if this master no longer leads, else {@code UNKNOWN}
     */
    Stored fetch() throws StoreException;

    /**
     * Replaces the registry if this master still leads and the znode has this version, and returns its next version.
     *
     * @throws StoreException saying whether nothing was done or nobody knows
     */
    int commit(RegistryState next, int expectedZnodeVersion) throws StoreException;

    /**
     * Has whoever keeps the registry confirm that this master still leads and the znode has this version, so that what is in memory
     * is what is stored.
     *
     * @throws StoreException if it does not, or nobody knows
     */
    void check(int expectedZnodeVersion) throws StoreException;
}
