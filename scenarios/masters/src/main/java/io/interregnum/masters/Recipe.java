package io.interregnum.masters;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.state.ConnectionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of Curator's leader recipes, used as Curator documents it. Only what every Curator from 4.0 on has is called,
 * because the version on the class path is chosen for each run.
 */
interface Recipe {

    /** Is told of each change of the recipe's mind, on threads of Curator; must not block. */
    interface Listener {
        /** From now on we lead, as the recipe sees it. */
        void elected();

        /** From now on we do not, as the recipe sees it; it contends again by itself. */
        void deposed();
    }

    /** Contends until the process ends. */
    void start() throws Exception;

    /**
     * A recipe that contends below this path, with this text as the data of its znode.
     *
     * @param client started
     */
    static Recipe of(ElectionKind kind, CuratorFramework client, String path, String data, Listener listener) {
        return switch (kind) {
            case LATCH -> latch(client, path, data, listener);
            case SELECTOR -> new Selector(client, path, data, listener);
            case OWN -> throw new IllegalArgumentException("our own election is not a recipe");
        };
    }

    private static Recipe latch(CuratorFramework client, String path, String data, Listener listener) {
        LeaderLatch latch = new LeaderLatch(client, path, data);
        latch.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                listener.elected();
            }

            @Override
            public void notLeader() {
                listener.deposed();
            }
        });
        return latch::start;
    }

    /** Holds on to leadership until Curator interrupts it. */
    final class Selector extends LeaderSelectorListenerAdapter implements Recipe {
        private static final Logger LOG = LoggerFactory.getLogger(Selector.class);

        private final LeaderSelector selector;
        private final Listener listener;

        Selector(CuratorFramework client, String path, String data, Listener listener) {
            this.listener = listener;
            this.selector = new LeaderSelector(client, path, this);
            selector.setId(data);
            selector.autoRequeue();
        }

        @Override
        public void start() {
            selector.start();
        }

        /** Blocks as long as we lead. */
        @Override
        public synchronized void takeLeadership(CuratorFramework client) {
            listener.elected();
            try {
                while (true) {
                    wait();
                }
            } catch (InterruptedException e) {
                LOG.info("leadership cancelled");
            } finally {
                listener.deposed();
            }
        }

        /** Steps down before Curator gets round to interrupting {@link #takeLeadership}. */
        @Override
        public void stateChanged(CuratorFramework client, ConnectionState newState) {
            if (client.getConnectionStateErrorPolicy().isErrorState(newState)) {
                listener.deposed();
            }
            super.stateChanged(client, newState);
        }
    }
}
