package io.interregnum.masters;

/** Where the registry is kept. Calls block until ZooKeeper has answered or the connection is lost. For one thread. */
interface RegistryStore {

    /**
     * A content of the registry and the version of its znode.
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
     * Has the ensemble commit that this master still leads and the znode has this version, so that what is in memory
     * is what is stored.
     *
     * @throws StoreException if it does not, or nobody knows
     */
    void check(int expectedZnodeVersion) throws StoreException;
}
