package io.interregnum.masters;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

/** A real ZooKeeper server inside this process, on loopback. */
final class EmbeddedZooKeeper {
    private static final long START_MILLIS_MAX = 10_000;

    private final ZooKeeperServerEmbedded server;

    EmbeddedZooKeeper(Path directory) throws Exception {
        Properties configuration = new Properties();
        configuration.setProperty("clientPort", "0");
        configuration.setProperty("clientPortAddress", "127.0.0.1");
        configuration.setProperty("tickTime", "200");
        configuration.setProperty("admin.enableServer", "false");
        server = ZooKeeperServerEmbedded.builder()
                .baseDir(directory)
                .configuration(configuration)
                .exitHandler(ExitHandler.LOG_ONLY)
                .build();
        server.start(START_MILLIS_MAX);
    }

    int port() throws Exception {
        String address = server.getConnectionString();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    void close() {
        server.close();
    }
}
