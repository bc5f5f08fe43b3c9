package io.interregnum.cluster.local;

import io.interregnum.cluster.sidecar.ResidentNft;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The program inside a cluster's namespaces. It runs commands, starts processes, sends them signals and tells how they
 * end; what they are for is known outside only.
 *
 * <pre>
 * run stdin command…                   -> ok exit-code output
 * nft script                           -> ok output, once the router's rules are changed in one transaction
 * start name directory output command… -> ok pid; stdout and stderr are appended to the file output, or, when that is
 *                                         empty, the first line of stdout that says {@value #READY} makes the event
 *                                         "ready name"
 * signal name STOP|CONT|KILL|TERM      -> ok, once the effect was seen in /proc (TERM: once sent); "gone" when there is
 *                                         no such process
 * state name                           -> ok RUNNING|PAUSED|ENDED, and what names its present life, or nothing
 * end                                  -> ok, once every started process is gone
 * </pre>
 *
 * <p>Requests about one name are done in order, commands as well; others at the same time. A request that fails is answered with {@code failed} and why. Each end of a started process is an event
 * {@code exited name code}, sent before the answer to the signal that caused it.
 *
 * <p>Ends itself, and with it the namespaces, as soon as the harness is gone: when its connection or its standard input
 * ends. Depends on the JDK alone.
 */
final class Supervisor {
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final int STACK_BYTES = 256 * 1024;
    private static final String READY = "ready";

    private final SocketChannel harness;
    private final Signals signals;
    private final ResidentNft nft = new ResidentNft();
    private final Map<String, NodeProcess> processes = new TreeMap<>(); // guarded by itself

    private Supervisor(SocketChannel harness, Signals signals) {
        this.harness = harness;
        this.signals = signals;
    }

    /** Connects to the Unix-domain socket named by the only argument and serves until the harness is gone. */
    public static void main(String[] arguments) throws IOException {
        begin("stdin", () -> {
            awaitEndOfInput();
            Runtime.getRuntime().halt(0);
        });
        try (SocketChannel harness = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            harness.connect(UnixDomainSocketAddress.of(Path.of(arguments[0])));
            new Supervisor(harness, new Signals()).serve();
        } catch (IOException | RuntimeException e) {
            System.err.println("the harness is gone: " + e);
        } finally {
            // Not exit(): nothing may delay the end, and the kernel ends everything else with this process.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said here.
            }
        } catch (IOException e) {
            System.err.println("standard input ended: " + e);
        }
    }

    private static void begin(String name, Runnable body) {
        thread(name, body).start();
    }

    private static Thread thread(String name, Runnable body) {
        Thread thread = new Thread(null, body, name + "-" + THREADS.incrementAndGet(), STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    private void serve() throws IOException {
        Map<String, ExecutorService> lanes = new TreeMap<>();
        while (true) {
            Message request = Message.read(harness);
            // What is asked about one node is done in the order of asking, and no node waits for another.
            boolean hasName = !request.verb().equals("run") && !request.verb().equals("nft");
            String lane = hasName ? request.word(1) : request.verb();
            lanes.computeIfAbsent(lane, Supervisor::newLane).execute(() -> answer(request));
        }
    }

    private static ExecutorService newLane(String name) {
        return Executors.newSingleThreadExecutor(body -> thread("lane-" + name, body));
    }

    private void answer(Message request) {
        List<String> words;
        try {
            words = done(request);
        } catch (IOException | RuntimeException e) {
            words = List.of("failed", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            words = List.of("failed", "interrupted");
        }
        send(new Message(request.id(), words));
    }

    private List<String> done(Message request) throws IOException, InterruptedException {
        List<String> words = request.words();
        return switch (request.verb()) {
            case "run" -> run(words.get(1), words.subList(2, words.size()));
            case "nft" -> List.of("ok", nft.apply(words.get(1)));
            case "start" -> List.of("ok", String.valueOf(start(words)));
            case "signal" -> List.of(signals.send(process(words.get(1)), words.get(2)) ? "ok" : "gone");
            case "state" -> {
                NodeProcess process = process(words.get(1));
                yield List.of("ok", signals.state(process), signals.life(process));
            }
            case "end" -> {
                endAll();
                yield List.of("ok");
            }
            default -> List.of("failed", "unknown request " + request.verb());
        };
    }

    private static List<String> run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; its exit code and output say why.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return List.of("ok", String.valueOf(process.waitFor()), output);
    }

    private long start(List<String> words) throws IOException {
        String name = words.get(1);
        ProcessBuilder builder = new ProcessBuilder(words.subList(4, words.size()))
                .directory(Path.of(words.get(2)).toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        boolean piped = words.get(3).isEmpty();
        if (piped) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            Path.of(words.get(3)).toFile()));
        }
        NodeProcess started;
        synchronized (processes) {
            NodeProcess before = processes.get(name);
            if (before != null && !before.hasEnded()) {
                throw new IOException(name + " runs already as inner pid " + before.pid());
            }
            started = new NodeProcess(name, builder.start());
            processes.put(name, started);
        }
        begin("reap-" + name, () -> reap(started));
        if (piped) {
            begin("out-" + name, () -> tellWhenReady(started));
        }
        return started.pid();
    }

    private void reap(NodeProcess process) {
        try {
            int code = process.process().waitFor();
            // Children that outlive it belong to the node as well: a node has ended when its group is empty.
            signals.endGroup(process.pid());
            send(new Message(Message.EVENT, List.of("exited", process.name(), String.valueOf(code))));
            process.ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("cannot end the group of " + process.name() + ": " + e);
        }
    }

    private void tellWhenReady(NodeProcess process) {
        try (InputStream out = process.process().getInputStream()) {
            if (awaitReady(out)) {
                send(new Message(Message.EVENT, List.of(READY, process.name())));
            }
            // What it says later is of no use to anybody, but a full pipe would stop it.
            out.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("output of " + process.name() + " ended: " + e);
        }
    }

    /**
     * Reads to the end of the line {@value #READY}; other lines before it are skipped, since a JVM prints its own warnings
     * there before the program begins.
     *
     * @return false when the output ended without it
     */
    static boolean awaitReady(InputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = out.read(); next >= 0; next = out.read()) {
            if (next != '\n') {
                line.append((char) next);
            } else if (line.toString().equals(READY)) {
                return true;
            } else {
                line.setLength(0);
            }
        }
        return false;
    }

    private NodeProcess process(String name) {
        synchronized (processes) {
            @Nullable NodeProcess process = processes.get(name);
            if (process == null) {
                throw new IllegalArgumentException("nothing was ever started as " + name);
            }
            return process;
        }
    }

    private void endAll() throws IOException, InterruptedException {
        List<NodeProcess> all;
        synchronized (processes) {
            all = new ArrayList<>(processes.values());
        }
        for (NodeProcess process : all) {
            signals.killGroup(process.pid());
        }
        for (NodeProcess process : all) {
            signals.send(process, "KILL");
        }
    }

    private void send(Message message) {
        ByteBuffer bytes = message.encoded();
        synchronized (harness) {
            try {
                while (bytes.hasRemaining()) {
                    harness.write(bytes);
                }
            } catch (IOException e) {
                System.err.println("the harness is gone: " + e);
                Runtime.getRuntime().halt(0);
            }
        }
    }
}
