package io.interregnum.masters;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;

/**
 * The group of candidates in ZooKeeper: does what {@link Election} wants and reports back. All calls return at once;
 * the work is done by one thread, in order, so that a reading of the group never overtakes a creation.
 */
final class ZooKeeperGroup {
    private final CuratorFramework client;
    private final String group;
    private final MasterInfo self;
    private final Consumer<ElectionEvent> events;
    private final Executor worker;
    private final CuratorWatcher watcher; // One for all readings, so that ZooKeeper keeps it once.
    private boolean groupExists; // by the worker only

    ZooKeeperGroup(CuratorFramework client, String group, MasterInfo self, Consumer<ElectionEvent> events) {
        this.client = client;
        this.group = group;
        this.self = self;
        this.events = events;
        this.watcher = event -> {
            if (event.getType() != Watcher.Event.EventType.None) {
                events.accept(new ElectionEvent.GroupChanged());
            }
        };
        this.worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "group");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A step that ends in an event. */
    private interface Step {
        Optional<ElectionEvent> run() throws Exception;
    }

    void createNode() {
        submit(this::create, Optional.of(new ElectionEvent.JoinUnknown()));
    }

    void lookForOwnNode() {
        submit(this::findOwn, Optional.of(new ElectionEvent.JoinUnknown()));
    }

    /** Reads the group; if the connection breaks there is no report, because the next connection causes a reading. */
    void read() {
        submit(this::readGroup, Optional.empty());
    }

    /** Has the ensemble check our candidate; if the connection breaks there is no report, as for {@link #read}. */
    void confirm(String name) {
        submit(() -> check(name), Optional.empty());
    }

    /** Deletes a candidate; if the connection breaks it may stay. The watch on the group tells what came of it. */
    void delete(String name) {
        submit(() -> remove(name), Optional.empty());
    }

    /** Gives the session up without closing it and opens another, as far as the network allows. */
    void renewSession() {
        submit(
                () -> {
                    client.getZookeeperClient().reset();
                    return Optional.empty();
                },
                Optional.empty());
    }

    private void submit(Step step, Optional<ElectionEvent> ifInterrupted) {
        worker.execute(() -> {
            try {
                step.run().ifPresent(events);
            } catch (KeeperException.ConnectionLossException
                    | KeeperException.SessionExpiredException
                    | KeeperException.SessionMovedException
                    | KeeperException.OperationTimeoutException e) {
                ifInterrupted.ifPresent(events);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                events.accept(new ElectionEvent.Failed(e.toString()));
            }
        });
    }

    private Optional<ElectionEvent> create() throws Exception {
        makeGroup();
        Stat stat = new Stat();
        String path = client.create()
                .storingStatIn(stat)
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath(group + "/" + CandidateNode.PREFIX, Json.masterInfo(self));
        String name = path.substring(group.length() + 1);
        return Optional.of(new ElectionEvent.Joined(new CandidateNode(
                name, stat.getCzxid(), stat.getEphemeralOwner(), self.id(), self.authority(), stat.getCtime())));
    }

    /** Creates the group's path one level after the other; others may do the same at the same time. */
    private void makeGroup() throws Exception {
        if (groupExists) {
            return;
        }
        int end = 0;
        while (end < group.length()) {
            int slash = group.indexOf('/', end + 1);
            end = slash < 0 ? group.length() : slash;
            makeLevel(group.substring(0, end));
        }
        groupExists = true;
    }

    private void makeLevel(String path) throws Exception {
        try {
            client.create().forPath(path, new byte[0]);
        } catch (KeeperException.NodeExistsException another) {
            // Another master was first.
        }
    }

    private Optional<ElectionEvent> findOwn() throws Exception {
        client.sync().forPath(group); // Else a lagging server might not show what another server has created for us.
        long session = client.getZookeeperClient().getZooKeeper().getSessionId();
        for (String name : candidates(client.getChildren().forPath(group))) {
            Optional<CandidateNode> found = candidate(name);
            if (found.isPresent()
                    && found.get().masterId().equals(self.id())
                    && found.get().ownerSession() == session) {
                return Optional.of(new ElectionEvent.Joined(found.get()));
            }
        }
        return Optional.of(new ElectionEvent.OwnNodeAbsent());
    }

    private Optional<ElectionEvent> readGroup() throws Exception {
        makeGroup(); // Whoever only follows may come before the first candidate.
        List<String> children = client.getChildren().usingWatcher(watcher).forPath(group);
        Set<String> names = candidates(children);
        while (true) {
            Optional<String> first = names.stream().min(Comparator.comparingInt(ZooKeeperGroup::sequence));
            if (first.isEmpty()) {
                return Optional.of(new ElectionEvent.GroupRead(names, Optional.empty()));
            }
            Optional<CandidateNode> smallest = candidate(first.get());
            if (smallest.isPresent()) {
                return Optional.of(new ElectionEvent.GroupRead(names, smallest));
            }
            names.remove(first.get()); // It vanished since the children were listed.
        }
    }

    private Optional<ElectionEvent> check(String name) throws Exception {
        try {
            client.transaction()
                    .forOperations(List.of(client.transactionOp().check().forPath(group + "/" + name)));
            return Optional.of(new ElectionEvent.Confirmed());
        } catch (KeeperException.NoNodeException gone) {
            return Optional.of(new ElectionEvent.Refuted());
        }
    }

    private Optional<ElectionEvent> remove(String name) throws Exception {
        try {
            client.delete().forPath(group + "/" + name);
        } catch (KeeperException.NoNodeException gone) {
            // Somebody else was first.
        }
        return Optional.empty();
    }

    private Optional<CandidateNode> candidate(String name) throws Exception {
        try {
            Stat stat = new Stat();
            byte[] payload = client.getData().storingStatIn(stat).forPath(group + "/" + name);
            return Optional.of(Json.candidate(name, stat, payload));
        } catch (KeeperException.NoNodeException gone) {
            return Optional.empty();
        }
    }

    private static Set<String> candidates(List<String> children) {
        Set<String> names = new HashSet<>();
        for (String child : children) {
            if (child.startsWith(CandidateNode.PREFIX)
                    && child.substring(CandidateNode.PREFIX.length()).matches("[0-9]{10}")) {
                names.add(child);
            }
        }
        return names;
    }

    private static int sequence(String name) {
        return Integer.parseInt(name.substring(CandidateNode.PREFIX.length()));
    }
}
