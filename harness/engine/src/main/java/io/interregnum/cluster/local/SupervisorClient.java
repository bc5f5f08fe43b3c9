package io.interregnum.cluster.local;

import io.interregnum.cluster.ClusterException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The harness's side of the {@link Supervisor}, and the process in which that runs. Safe for many threads. */
final class SupervisorClient {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorClient.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final int LOG_LINES = 12;
    /**
     * The first process of the PID namespace: reaps what loses its parent, and ends with the supervisor. A shell gives
     * background commands no input, so the harness's pipe goes in by another number.
     */
    private static final String INIT = "exec 3<&0; \"$@\" <&3 3<&- & exec 3<&-; wait $!";

    private final Process process;
    private final SocketChannel channel;
    private final Path log;
    private final Consumer<Message> events;
    private final Runnable gone;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Message>> pending = new ConcurrentHashMap<>();
    private final ExecutorService sender = Executors.newSingleThreadExecutor(SupervisorClient::senderThread);
    private volatile boolean ended;

    private SupervisorClient(
            Process process, SocketChannel channel, Path log, Consumer<Message> events, Runnable gone) {
        this.process = process;
        this.channel = channel;
        this.log = log;
        this.events = events;
        this.gone = gone;
    }

    /**
     * Starts a supervisor in namespaces of its own and waits until it has called.
     *
     * @param folder where the socket is made, on which it calls
     * @param program the words that start {@link Supervisor}, to which the socket's path is added
     * @param log what it prints is appended to
     * @param events called by one thread, in the order in which the supervisor sent them
     * @param gone called once by that thread, after the last event
     */
    static SupervisorClient launch(
            RunFolder folder, List<String> program, Path log, Consumer<Message> events, Runnable gone) {
        Path socket = folder.file("supervisor.sock");
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(unshare());
        command.addAll(List.of("sh", "-c", INIT, "init"));
        command.addAll(program);
        command.add(socket.toString());
        Process process = null;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            process = begin(command, log);
            folder.supervisor(process.pid());
            var unused = process.onExit()
                    .orTimeout(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((ended, late) -> closeQuietly(server));
            SupervisorClient client = new SupervisorClient(process, server.accept(), log, events, gone);
            Thread reader = new Thread(client::read, "supervisor-events");
            reader.setDaemon(true);
            reader.start();
            return client;
        } catch (IOException e) {
            if (process != null) {
                endTree(process);
            }
            throw new ClusterException(
                    "no supervisor called within " + START_LIMIT.toSeconds() + " s (" + e + "); started as "
                            + String.join(" ", unshare()) + "; it printed: " + lastLines(log)
                            + "; try the abilities of this machine (doctor)",
                    e);
        }
    }

    private static Thread senderThread(Runnable body) {
        Thread thread = new Thread(body, "supervisor-requests");
        thread.setDaemon(true);
        return thread;
    }

    /** The words that make namespaces and end everything in them with the process that these words become. */
    static List<String> unshare() {
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--net",
                "--mount",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child");
    }

    private static Process begin(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Options meant for the harness's JVM, such as agents, are not meant for the nodes'.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").forEach(builder.environment()::remove);
        return builder.start();
    }

    /**
     * Asks and waits for the answer.
     *
     * @return the words after {@code ok}
     * @throws ClusterException when it refused, did not answer within 15 s or is gone
     */
    List<String> ask(String what, List<String> words) {
        List<String> answer = exchange(what, words);
        if (!answer.get(0).equals("ok")) {
            throw new ClusterException("cannot " + what + ": " + String.join(" ", answer));
        }
        return answer.subList(1, answer.size());
    }

    /** As {@link #ask}, but returns the whole answer when it is not {@code failed}. */
    List<String> exchange(String what, List<String> words) {
        int id = ids.incrementAndGet();
        CompletableFuture<Message> answer = new CompletableFuture<>();
        pending.put(id, answer);
        try {
            sender.execute(send(new Message(id, words).encoded(), answer));
            List<String> found =
                    answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS).words();
            if (found.get(0).equals("failed")) {
                throw new ClusterException(
                        "cannot " + what + ": " + String.join(" ", found.subList(1, found.size())) + "; " + evidence());
            }
            return found;
        } catch (RejectedExecutionException | ExecutionException e) {
            throw new ClusterException("cannot " + what + ": the supervisor is gone; " + evidence(), e);
        } catch (TimeoutException e) {
            throw new ClusterException(
                    "cannot " + what + ": no answer from the supervisor within " + ANSWER_LIMIT.toSeconds() + " s; "
                            + evidence(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting to " + what, e);
        } finally {
            pending.remove(id);
        }
    }

    /**
     * Done by a thread of its own: an interrupt closes the channel that its thread writes to, and the supervisor would
     * take that for the end of the harness.
     */
    private Runnable send(ByteBuffer bytes, CompletableFuture<Message> answer) {
        return () -> {
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (ended) {
                    throw new IOException("it is gone");
                }
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        };
    }

    private void read() {
        try {
            while (true) {
                Message message = Message.read(channel);
                if (message.id() == Message.EVENT) {
                    tell(message);
                    continue;
                }
                CompletableFuture<Message> waiting = pending.get(message.id());
                if (waiting != null) {
                    waiting.complete(message);
                }
            }
        } catch (IOException e) {
            ended = true;
            gone.run();
            pending.values().forEach(waiting -> waiting.completeExceptionally(e));
        }
    }

    private void tell(Message event) {
        try {
            events.accept(event);
        } catch (RuntimeException e) {
            // A listener broke its promise; the answers that others wait for must still be read.
            LOG.warn("a listener failed event={}", event.words(), e);
        }
    }

    /** Whether it is gone. */
    boolean hasEnded() {
        return ended;
    }

    /** Where to look, and what stands there. */
    String evidence() {
        return log + " ends with: " + lastLines(log);
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty()
                    ? "(nothing)"
                    : String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e + ")";
        }
    }

    /**
     * Ends the supervisor and with it every process in its namespaces; returns when they are gone.
     *
     * @throws ClusterException when they are not gone after 10 s
     */
    void close() {
        sender.shutdown();
        closeQuietly(channel);
        closeQuietly(process.getOutputStream());
        endTree(process);
    }

    /**
     * Waits for the end of a namespace, and makes it come if it does not. {@code unshare} ends after the first process in
     * the namespace, and the kernel lets that one end after all others, so its end is the end of all. Hence the first
     * process is killed and not {@code unshare}, whose end would then say nothing.
     */
    private static void endTree(Process process) {
        try {
            if (process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            if (process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            process.destroyForcibly();
            throw new ClusterException("the cluster's namespaces, held by process " + process.pid()
                    + ", are not gone after SIGKILL; look for processes in state D");
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting for the end of the cluster", e);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Whatever could not be closed ends with the process that is ended next.
        }
    }
}
