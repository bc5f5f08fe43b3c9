package io.interregnum.masters;

import io.interregnum.masters.StoreException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * The registry in a znode, fenced twice: every transaction checks that this master's candidate znode exists, and every
 * write expects the version that this master wrote last. So once a new leader has written, nothing of the old one can
 * be applied, and once the old one's znode is gone nothing of it can be applied either.
 *
 * <p>The check is a transaction even for reads, because a {@code sync} followed by a read is not linearizable in
 * ZooKeeper (ZOOKEEPER-1675).
 */
final class ZooKeeperStore implements RegistryStore {
    private final CuratorFramework client;
    private final String registryPath;
    private final String candidatePath;

    ZooKeeperStore(CuratorFramework client, String group, String candidateName) {
        this.client = client;
        this.registryPath = group + "/registry";
        this.candidatePath = group + "/" + candidateName;
    }

    @Override
    public Stored fetch() throws StoreException {
        try {
            transact(List.of(candidateExists()));
            return read(client, registryPath);
        } catch (Exception e) {
            throw explain("read", e);
        }
    }

    @Override
    public int commit(RegistryState next, int expectedZnodeVersion) throws StoreException {
        try {
            CuratorOp write = client.transactionOp()
                    .setData()
                    .withVersion(expectedZnodeVersion)
                    .forPath(registryPath, Json.registry(next));
            List<CuratorTransactionResult> results = transact(List.of(candidateExists(), write));
            return results.get(1).getResultStat().getVersion();
        } catch (Exception e) {
            throw explain("write", e);
        }
    }

    @Override
    public void check(int expectedZnodeVersion) throws StoreException {
        try {
            CuratorOp unchanged = client.transactionOp()
                    .check()
                    .withVersion(expectedZnodeVersion)
                    .forPath(registryPath);
            transact(List.of(candidateExists(), unchanged));
        } catch (Exception e) {
            throw explain("check", e);
        }
    }

    private CuratorOp candidateExists() throws Exception {
        return client.transactionOp().check().forPath(candidatePath);
    }

    private List<CuratorTransactionResult> transact(List<CuratorOp> operations) throws Exception {
        return client.transaction().forOperations(new ArrayList<>(operations));
    }

    /** The registry, which is created empty if it does not exist; another master may create it at the same time. */
    static Stored read(CuratorFramework client, String path) throws Exception {
        try {
            return readExisting(client, path);
        } catch (KeeperException.NoNodeException absent) {
            try {
                client.create().forPath(path, Json.registry(RegistryState.EMPTY));
            } catch (KeeperException.NodeExistsException another) {
                // Whoever created it wrote the same empty registry, or has already filled it.
            }
            return readExisting(client, path);
        }
    }

    private static Stored readExisting(CuratorFramework client, String path) throws Exception {
        Stat stat = new Stat();
        byte[] data = client.getData().storingStatIn(stat).forPath(path);
        try {
            return new Stored(Json.registry(data), stat.getVersion());
        } catch (IOException e) {
            throw new StoreException(Kind.GONE, "cannot parse the registry in " + path + ": " + e.getMessage(), e);
        }
    }

    /** What this exception says about the attempt. Whatever is not certainly a refusal is unknown. */
    static StoreException explain(String what, Exception e) {
        if (e instanceof StoreException explained) {
            return explained;
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        Kind kind = Kind.UNKNOWN;
        if (e instanceof KeeperException.BadVersionException) {
            kind = Kind.OTHER_VERSION;
        } else if (e instanceof KeeperException.NoNodeException) {
            kind = Kind.GONE;
        }
        return new StoreException(kind, "cannot " + what + " the registry: " + e, e);
    }
}
