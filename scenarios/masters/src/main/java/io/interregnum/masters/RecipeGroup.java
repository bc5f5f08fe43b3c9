package io.interregnum.masters;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * The candidates of one of Curator's recipes, as ZooKeeper shows them. Their names end in the ten digits that ZooKeeper
 * appends, whichever recipe and version made them, and the smallest number leads. Every call blocks until ZooKeeper has
 * answered or the connection is lost, and is one attempt. Safe for many threads.
 */
final class RecipeGroup implements RecipeElection.Candidates {
    private static final String NAME = ".*[0-9]{10}";
    private static final int DIGITS = 10;

    private final CuratorFramework client;
    private final String group;
    private final String recipe;

    /**
     * @param group path of the group znode
     * @param recipe name of the recipe's znode within it
     */
    RecipeGroup(CuratorFramework client, String group, String recipe) {
        this.client = client;
        this.group = group;
        this.recipe = recipe;
    }

    @Override
    public Optional<CandidateNode> first() throws Exception {
        for (String name : names()) {
            Optional<CandidateNode> found = candidate(name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<CandidateNode> of(String masterId) throws Exception {
        for (String name : names()) {
            Optional<CandidateNode> found = candidate(name);
            if (found.isPresent() && found.get().masterId().equals(masterId)) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<String> names() throws Exception {
        List<String> names = new ArrayList<>();
        try {
            names.addAll(zooKeeper().getChildren(group + "/" + recipe, false));
        } catch (KeeperException.NoNodeException absent) {
            return names; // Nobody has contended yet.
        }
        names.removeIf(name -> !name.matches(NAME));
        names.sort(Comparator.comparing(name -> name.substring(name.length() - DIGITS)));
        return names;
    }

    private Optional<CandidateNode> candidate(String name) throws Exception {
        Stat stat = new Stat();
        try {
            byte[] payload = zooKeeper().getData(group + "/" + recipe + "/" + name, false, stat);
            return Optional.of(Json.candidate(recipe + "/" + name, stat, payload));
        } catch (KeeperException.NoNodeException gone) {
            return Optional.empty();
        }
    }

    /** The plain handle: Curator's own calls would try again, and answer late. */
    private ZooKeeper zooKeeper() throws Exception {
        return client.getZookeeperClient().getZooKeeper();
    }
}
