package io.interregnum.cluster.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.UnableException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * The Docker engine, as Testcontainers finds it, with a limit on every call. Safe for many threads.
 *
 * <p>Testcontainers finds the engine (environment, contexts, Desktop, rootless, Podman) and builds the client. Its own
 * containers and networks are not used: they start Ryuk, whose image can't be pulled everywhere, and only an environment
 * variable turns that off. Here {@link Leftovers} does Ryuk's work, and nobody needs to set anything.
 */
final class Engine {
    /** Enough for anything that takes milliseconds, on a machine with ten times more to do than it has cores. */
    static final Duration USUAL = Duration.ofSeconds(60);

    private static final Duration STILL_THERE = Duration.ofSeconds(10);
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ExecutorService POOL = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "docker-call-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private final DockerClient client;
    private final String host;
    private final String publishOn;

    private Engine(DockerClient client, String host, String publishOn) {
        this.client = client;
        this.host = host;
        this.publishOn = publishOn;
    }

    /**
     * Finds the engine and asks it for its version.
     *
     * @throws UnableException when there is none, at once; or when one listens and says nothing for 60 s
     */
    static Engine connect() {
        Optional<String> nobody = EngineSockets.ofThisProcess().whyNobodyListens();
        if (nobody.isPresent()) {
            throw unable(nobody.get(), null);
        }
        try {
            // Somebody listens. On a busy machine Testcontainers alone has been seen to need more than 10 s from here.
            return within(USUAL, "find the Docker engine", () -> {
                TransportConfig transport = DockerClientFactory.instance().getTransportConfig();
                DockerClient client = DockerClientProviderStrategy.getClientForConfig(transport);
                client.pingCmd().exec();
                return at(client, transport.getDockerHost());
            });
        } catch (UnableException e) {
            throw e;
        } catch (ClusterException e) {
            throw unable(String.valueOf(e.getMessage()), e);
        }
    }

    private static UnableException unable(String seen, @Nullable Throwable cause) {
        String message = "no Docker engine answers: " + seen
                + "; start it (systemctl start docker, or dockerd in the background), set DOCKER_HOST, or use"
                + " --backend local";
        return cause == null ? new UnableException(message) : new UnableException(message, cause);
    }

    private static Engine at(DockerClient client, URI address) {
        String override = System.getenv("TESTCONTAINERS_HOST_OVERRIDE");
        boolean remote = address.getHost() != null && !List.of("unix", "npipe").contains(address.getScheme());
        if (override != null && !override.isBlank()) {
            return new Engine(client, override, remote ? "0.0.0.0" : "127.0.0.1");
        }
        if (remote) {
            return new Engine(client, Objects.requireNonNull(address.getHost()), "0.0.0.0");
        }
        // A harness in a container that was given the engine's socket reaches published ports only at the gateway. But
        // /.dockerenv alone does not say so: the engine may run in the same container, and then the gateway is ours.
        Optional<String> gateway = Files.exists(Path.of("/.dockerenv")) ? gateway(client) : Optional.empty();
        if (gateway.isPresent() && !isOurs(gateway.get())) {
            return new Engine(client, gateway.get(), gateway.get());
        }
        return new Engine(client, "127.0.0.1", "127.0.0.1");
    }

    private static Optional<String> gateway(DockerClient client) {
        return client.inspectNetworkCmd().withNetworkId("bridge").exec().getIpam().getConfig().stream()
                .map(config -> config.getGateway())
                .filter(address -> address != null && address.indexOf(':') < 0)
                .findFirst();
    }

    private static boolean isOurs(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (SocketException | UnknownHostException e) {
            return false;
        }
    }

    /** True when it answers at once. */
    boolean answers() {
        try {
            within(STILL_THERE, "ask the Docker engine", () -> client.pingCmd().exec());
            return true;
        } catch (ClusterException e) {
            return false;
        }
    }

    /** The client, for calls through {@link #call}. */
    DockerClient client() {
        return client;
    }

    /** Where published ports are reached from here. */
    String host() {
        return host;
    }

    /** Whether it publishes on this machine's own loopback, so that its bridges may be ours too. */
    boolean isHere() {
        return host.equals("127.0.0.1");
    }

    /** The engine's address on which ports are published. */
    String publishOn() {
        return publishOn;
    }

    /**
     * Does one thing with the engine within the usual limit.
     *
     * @param what completes "cannot …"
     * @throws EngineException when the engine refuses
     * @throws ClusterException when it does not answer in time; it may have done it all the same
     */
    <T extends @Nullable Object> T call(String what, Callable<T> body) {
        return within(USUAL, what, body);
    }

    /** As {@link #call}, with another limit. */
    static <T extends @Nullable Object> T within(Duration limit, String what, Callable<T> body) {
        Future<T> future = POOL.submit(body);
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(what, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new ClusterException(
                    "cannot " + what + ": not done within " + limit.toSeconds() + " s; does \"docker ps\" answer?", e);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new ClusterException("cannot " + what + ": interrupted", e);
        }
    }

    private static ClusterException failed(String what, Throwable cause) {
        if (cause instanceof ClusterException e) {
            return e;
        }
        if (cause instanceof DockerException e) {
            return new EngineException(
                    e.getHttpStatus(), "cannot " + what + ": docker answered " + e.getHttpStatus() + " " + words(e), e);
        }
        return new ClusterException("cannot " + what + ": " + cause, cause);
    }

    /** What the engine says, without the JSON around it. */
    private static String words(DockerException e) {
        String message = String.valueOf(e.getMessage());
        int begin = message.indexOf("\"message\":\"");
        int end = message.lastIndexOf('"');
        return begin < 0 || end < begin + 11
                ? message
                : '"' + message.substring(begin + 11, end).replace("\\n", " ") + '"';
    }

    /** Begins something on a thread of its own. */
    static Future<?> begin(Runnable body) {
        return POOL.submit(body);
    }

    /** Threads for work on several nodes at the same time; as many as there is work. */
    static Executor threads() {
        return POOL;
    }

    /**
     * Does the same for each of several things at the same time, and waits for all, even after one failed.
     *
     * @return the results, in the order of {@code things}
     * @throws ClusterException the first failure in that order, with the others as suppressed
     */
    static <T, R extends @Nullable Object> List<R> onEach(Collection<T> things, Function<T, R> body) {
        List<Future<R>> futures = new ArrayList<>();
        for (T thing : things) {
            futures.add(POOL.submit(() -> body.apply(thing)));
        }
        List<R> results = new ArrayList<>();
        ClusterException first = null;
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                ClusterException failure = failed("do it on every node", e.getCause() == null ? e : e.getCause());
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            } catch (InterruptedException e) {
                futures.forEach(each -> each.cancel(true));
                Thread.currentThread().interrupt();
                throw new ClusterException("interrupted while waiting for every node", e);
            }
        }
        if (first != null) {
            throw first;
        }
        return results;
    }

    /** Bytes as a person reads them. */
    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%d MB", bytes / 1_000_000);
    }
}
