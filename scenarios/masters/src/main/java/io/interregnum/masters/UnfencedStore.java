package io.interregnum.masters;

import org.apache.curator.framework.CuratorFramework;

/**
 * The registry without a fence, for {@link Variant#NO_FENCE}: writes overwrite whatever is there, from whichever session
 * the client has by now, and checks check nothing.
 */
final class UnfencedStore implements RegistryStore {
    private static final int ANY_VERSION = -1;

    private final CuratorFramework client;
    private final String registryPath;

    UnfencedStore(CuratorFramework client, String group) {
        this.client = client;
        this.registryPath = group + "/registry";
    }

    @Override
    public Stored fetch() throws StoreException {
        try {
            return ZooKeeperStore.read(client, registryPath);
        } catch (Exception e) {
            throw ZooKeeperStore.explain("read", e);
        }
    }

    @Override
    public int commit(RegistryState next, int expectedZnodeVersion) throws StoreException {
        try {
            return client.setData()
                    .withVersion(ANY_VERSION)
                    .forPath(registryPath, Json.registry(next))
                    .getVersion();
        } catch (Exception e) {
            throw ZooKeeperStore.explain("write", e);
        }
    }

    @Override
    public void check(int expectedZnodeVersion) {
        // Memory is trusted: that is the mistake.
    }
}
