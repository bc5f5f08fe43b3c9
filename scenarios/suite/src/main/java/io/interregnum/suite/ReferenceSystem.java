package io.interregnum.suite;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.AgentPatience;
import io.interregnum.cluster.AgentsView;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.HttpAnswer;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Json;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.workload.ClientAnswer;
import io.interregnum.workload.ClientRequest;
import io.interregnum.workload.OperationProtocol;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The reference master of {@code scenarios/masters}, seen from outside: its flags and its HTTP. Shares no code with it.
 *
 * @param classPath of its program
 * @param variant planted bugs to switch on, with commas between; {@code correct} for none
 * @param election who decides which master leads
 * @param registry where it keeps its registry: {@code zookeeper}, or {@code paxos} for a log that the masters replicate
 * @param root below which it keeps everything in ZooKeeper
 * @param slowness what makes masters slower than they could be, and how much
 */
public record ReferenceSystem(
        List<Path> classPath,
        String variant,
        MasterElection election,
        String registry,
        String root,
        Map<Slowness, Duration> slowness)
        implements SystemUnderTest, OperationProtocol {
    /** Where the registry is kept unless somebody says otherwise. */
    public static final String USUAL_REGISTRY = "zookeeper";

    /** Where the masters keep it among themselves. */
    public static final String LOG_REGISTRY = "paxos";

    private static final Map<Role, Integer> PORTS = Map.of(Role.MASTER, 5050, Role.AGENT, 5051, Role.FRAMEWORK, 5052);
    private static final int LOG_PORT = 5053;
    private static final Duration STORE_TIMEOUT_MIN = Duration.ofSeconds(5);
    private static final String USUAL_ROOT = "/ref";
    /** With which the paths of its own HTTP calls begin. */
    private static final String HTTP = "/ref";
    /** What the names of all nodes begin with that Curator's recipes create. */
    private static final String PROTECTED_NODE = "_c_";
    /** By the masters' own standards: five pings missed, one every 500 ms, the first of them perhaps at once. */
    private static final AgentPatience PATIENCE = new AgentPatience(Duration.ofSeconds(2), Duration.ofSeconds(15));

    /** Planted bugs that the program knows, beside {@code correct}; they combine. */
    public static final List<String> VARIANTS = List.of(
            "suspended-is-leader",
            "no-fence",
            "mesos-timer",
            "ack-before-persist",
            "deletes-wrong-ephemeral",
            "own-node-blind",
            "serve-before-recovery",
            "reuse-node",
            "orphan-node",
            "retry-after-unknown",
            "stale-event",
            "predecessor-only-watch",
            "zombie-standby",
            "stale-redirect",
            "wallclock-lease",
            "sticky-agent",
            "mark-all-unreachable",
            "forget-recovered",
            "id-reuse",
            "unfenced-ping",
            "low-quorum",
            "amnesia",
            "adopt-proposal-after-nack");

    private static final List<String> NEED_A_LOG = List.of("low-quorum", "amnesia", "adopt-proposal-after-nack");
    private static final List<String> NEED_ZOOKEEPER = List.of("no-fence");

    private static final String EPOCH_HEADER = "x-ref-epoch";

    /** What masters can be told to do more slowly than they could, so that one can see whether it is found. */
    public enum Slowness {
        /** Between seeing that it is next in line and leading. */
        ELECTION("--slow-election-ms"),
        /** Before a new leader reads the registry. */
        RECOVERY("--slow-recovery-ms"),
        /** Between having written its epoch into the registry and serving. */
        REDISCOVERY("--slow-rediscovery-ms"),
        /** Not slow but busy: how often the session that holds the election node is used for something else. */
        TOUCH("--touch-session-ms");

        private final String flag;

        Slowness(String flag) {
            this.flag = flag;
        }
    }

    public ReferenceSystem {
        classPath = List.copyOf(classPath);
        slowness = Collections.unmodifiableMap(new TreeMap<>(slowness));
        knownRegistry(registry, variant);
    }

    /**
     * The same text, when the program can keep its registry there, and each of these variants does something then.
     *
     * @throws UsageException when not: it would end at once, again and again
     */
    public static String knownRegistry(String registry, String variant) {
        if (!registry.equals(USUAL_REGISTRY) && !registry.equals(LOG_REGISTRY)) {
            throw new UsageException(
                    "unknown registry \"" + registry + "\"; expected " + USUAL_REGISTRY + " or " + LOG_REGISTRY);
        }
        List<String> needOther = registry.equals(USUAL_REGISTRY) ? NEED_A_LOG : NEED_ZOOKEEPER;
        for (String bug : variant.split(",", -1)) {
            if (needOther.contains(bug)) {
                throw new UsageException("variant " + bug + " does nothing with --registry " + registry);
            }
        }
        return registry;
    }

    /** The masters where they usually are in ZooKeeper. */
    public ReferenceSystem(List<Path> classPath, String variant, MasterElection election, String registry) {
        this(classPath, variant, election, registry, USUAL_ROOT, Map.of());
    }

    /** The masters with their own election and their registry in ZooKeeper. */
    public ReferenceSystem(List<Path> classPath, String variant) {
        this(classPath, variant, MasterElection.OWN, USUAL_REGISTRY);
    }

    /** The same with everything elsewhere in ZooKeeper, so that it meets no other system there. */
    public ReferenceSystem at(String otherRoot) {
        return new ReferenceSystem(classPath, variant, election, registry, otherRoot, slowness);
    }

    /** The same, slower by so much; nothing that a run leaves says so. */
    public ReferenceSystem slowed(Slowness where, Duration by) {
        Map<Slowness, Duration> more = new TreeMap<>(slowness);
        more.put(where, by);
        return new ReferenceSystem(classPath, variant, election, registry, root, more);
    }

    @Override
    public Optional<Duration> sessionGap() {
        return election.kind().equals(MasterElection.OWN.kind())
                ? Optional.ofNullable(slowness.get(Slowness.TOUCH))
                : Optional.empty();
    }

    /** Whether all that it keeps is in ZooKeeper. */
    public boolean keepsNothingItself() {
        return !inLog();
    }

    /**
     * The same text, when the program knows these variants.
     *
     * @throws UsageException when it does not: it would end at once, again and again
     */
    public static String knownVariant(String variant) {
        boolean known = variant.equals("correct") || VARIANTS.containsAll(List.of(variant.split(",", -1)));
        if (!known) {
            throw new UsageException("unknown variant \"" + variant + "\"; expected correct, or a list with commas of "
                    + String.join(", ", VARIANTS));
        }
        return variant;
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public JavaProgram program(NodeId node, Addresses addresses, ClusterSpec spec) {
        List<String> arguments = new ArrayList<>(List.of(
                "--zk", addresses.zooKeeperConnectString() + root,
                "--id", node.name(),
                "--ip", addresses.of(node),
                "--port", Integer.toString(port(node.role())),
                "--session-timeout-ms", Long.toString(spec.sessionTimeout().toMillis()),
                "--variant", variant));
        return switch (node.role()) {
            case MASTER -> {
                arguments.addAll(List.of("--election", election.kind(), "--error-policy", election.errorPolicy()));
                arguments.addAll(List.of(
                        "--store-timeout-ms", Long.toString(storeTimeout(spec).toMillis())));
                arguments.addAll(registryFlags(addresses));
                slowness.forEach((where, by) -> arguments.addAll(List.of(where.flag, Long.toString(by.toMillis()))));
                yield java("MasterMain", "-Xmx96m", arguments);
            }
            case AGENT, FRAMEWORK -> {
                arguments.addAll(List.of("--work-dir", "."));
                yield java(node.role() == Role.AGENT ? "AgentMain" : "FrameworkMain", "-Xmx64m", arguments);
            }
            case ENSEMBLE, OBSERVER, SPARE, CLIENT ->
                throw new IllegalArgumentException(node + " runs no program of the reference system");
        };
    }

    /** A leader that loses ZooKeeper is to end for that, and not for a write that waits meanwhile. */
    private static Duration storeTimeout(ClusterSpec spec) {
        Duration patient = spec.sessionTimeout().multipliedBy(2);
        return patient.compareTo(STORE_TIMEOUT_MIN) > 0 ? patient : STORE_TIMEOUT_MIN;
    }

    private List<String> registryFlags(Addresses addresses) {
        if (!inLog()) {
            return List.of();
        }
        List<String> replicas = addresses.byNode().entrySet().stream()
                .filter(entry -> entry.getKey().role() == Role.MASTER)
                .map(entry -> entry.getValue() + ":" + LOG_PORT)
                .toList();
        return List.of(
                "--registry", registry,
                "--replicas", String.join(",", replicas),
                "--replica-port", Integer.toString(LOG_PORT),
                "--quorum", Integer.toString(replicas.size() / 2 + 1),
                "--work-dir", "data");
    }

    private boolean inLog() {
        return registry.equals(LOG_REGISTRY);
    }

    private JavaProgram java(String main, String heap, List<String> arguments) {
        return new JavaProgram(
                classPath, "io.interregnum.masters." + main, List.of(heap, JavaProgram.NO_CERTIFICATES), arguments);
    }

    @Override
    public int masterPort() {
        return port(Role.MASTER);
    }

    @Override
    public Map<Role, Integer> ports() {
        return PORTS;
    }

    private static int port(Role role) {
        return Objects.requireNonNull(PORTS.get(role), role::name);
    }

    @Override
    public AgentPatience agentPatience() {
        return PATIENCE;
    }

    @Override
    public Optional<String> agentsPath() {
        return Optional.of(HTTP + "/agents");
    }

    @Override
    public Optional<AgentsView> readAgents(HttpAnswer answer) {
        if (answer.status() != 200
                || !(object(answer.body()).get("recovered") instanceof Boolean recovered)
                || !(object(answer.body()).get("agents") instanceof List<?> agents)) {
            return Optional.empty();
        }
        Map<String, Object> said = new LinkedHashMap<>();
        object(answer.body()).forEach((name, value) -> {
            if (value != null) {
                said.put(String.valueOf(name), value);
            }
        });
        Set<String> registered = new TreeSet<>();
        for (Object agent : recovered ? agents : List.of()) {
            if (agent instanceof Map<?, ?> map && "registered".equals(map.get("state"))) {
                registered.add(String.valueOf(map.get("node")));
            }
        }
        return Optional.of(new AgentsView(registered, said));
    }

    @Override
    public String probePath() {
        return "/master/redirect";
    }

    @Override
    public Optional<ProbeAnswer> readProbe(NodeId asked, HttpAnswer answer, Addresses addresses) {
        if (answer.status() != 307 && answer.status() != 503) {
            return Optional.empty();
        }
        String leader = answer.status() == 307
                ? location(answer, addresses).map(NodeId::name).orElse("")
                : "";
        return Optional.of(new ProbeAnswer(
                leader.equals(asked.name()),
                epoch(answer),
                answer.header("x-ref-id").orElse(""),
                leader));
    }

    private static OptionalLong epoch(HttpAnswer answer) {
        try {
            return answer.header(EPOCH_HEADER)
                    .map(text -> OptionalLong.of(Long.parseLong(text)))
                    .orElse(OptionalLong.empty());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The node to which a {@code Location: //host:port/…} points. */
    private static Optional<NodeId> location(HttpAnswer answer, Addresses addresses) {
        String location = answer.header("location").orElse("");
        return addresses.byNode().entrySet().stream()
                .filter(entry -> entry.getKey().role() == Role.MASTER)
                .filter(entry -> (location + "/").startsWith("//" + entry.getValue() + ":" + port(Role.MASTER) + "/"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public String electionPath() {
        return election.isRecipe() ? root + "/" + election.kind() : root;
    }

    @Override
    public String electionNodePrefix() {
        return election.isRecipe() ? PROTECTED_NODE : "json.info_";
    }

    @Override
    public Optional<String> registryPath() {
        return inLog() ? Optional.empty() : Optional.of(root + "/registry");
    }

    @Override
    public Optional<Long> registryEpoch(byte[] data) {
        return object(new String(data, StandardCharsets.UTF_8)).get("epoch") instanceof Long epoch
                ? Optional.of(epoch)
                : Optional.empty();
    }

    @Override
    public Optional<NodeId> electionNodeOwner(byte[] data, Addresses addresses) {
        String pid =
                String.valueOf(object(new String(data, StandardCharsets.UTF_8)).get("pid"));
        return addresses.byNode().entrySet().stream()
                .filter(entry -> pid.equals("master@" + entry.getValue() + ":" + port(Role.MASTER)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public boolean freshReads() {
        return true;
    }

    @Override
    public Map<String, Object> description() {
        String kind = switch (election.kind()) {
            case "latch" -> "Curator's LeaderLatch";
            case "selector" -> "Curator's LeaderSelector";
            default -> "ephemeral sequential nodes, smallest leads";
        };
        String kept = inLog() ? "in a log that the masters replicate" : "in ZooKeeper";
        return Map.of("registry", kept, "election", kind);
    }

    @Override
    public HttpAttempt.Request request(ClientRequest request) {
        String path = HTTP + "/registry/" + request.key();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        switch (request.f()) {
            case ClientFields.READ_SET -> {
                return HttpAttempt.Request.get(setPath(request));
            }
            case ClientFields.ADD -> {
                body.put("op", "add");
                body.put("value", request.value());
                return new HttpAttempt.Request("POST", setPath(request), Json.write(body));
            }
            case ClientFields.READ -> {
                return HttpAttempt.Request.get(path);
            }
            case ClientFields.WRITE -> {
                body.put("op", "write");
                body.put("value", request.value());
            }
            default -> {
                body.put("op", "cas");
                body.put(
                        "old",
                        request.expected().isPresent() ? request.expected().getAsLong() : null);
                body.put("new", request.value());
            }
        }
        return new HttpAttempt.Request("POST", path, Json.write(body));
    }

    private static String setPath(ClientRequest request) {
        return HTTP + "/set/" + request.key();
    }

    @Override
    public ClientAnswer read(ClientRequest request, HttpAnswer answer, Addresses addresses) {
        Map<?, ?> body = object(answer.body());
        return switch (answer.status()) {
            case 200 ->
                request.f().equals(ClientFields.READ_SET)
                        ? elements(body).orElseGet(() -> notUnderstood(answer))
                        : says(body, "ok") && (!request.f().equals(ClientFields.READ) || showsValue(body))
                                ? new ClientAnswer.Ok(
                                        number(body, "value"), number(body, "epoch"), number(body, "valueEpoch"))
                                : notUnderstood(answer);
            case 409 ->
                says(body, "mismatch") && showsValue(body) && request.f().equals(ClientFields.CAS)
                        ? new ClientAnswer.Mismatch(
                                number(body, "value"), number(body, "epoch"), number(body, "valueEpoch"))
                        : notUnderstood(answer);
            case 307 -> new ClientAnswer.Failed("redirected", location(answer, addresses));
            case 503 -> new ClientAnswer.Failed("refused: " + answer.body().strip(), Optional.empty());
            default -> new ClientAnswer.Unknown("status " + answer.status());
        };
    }

    private static Optional<ClientAnswer> elements(Map<?, ?> body) {
        if (!says(body, "ok")
                || !(body.get("values") instanceof List<?> values)
                || !values.stream().allMatch(Long.class::isInstance)) {
            return Optional.empty();
        }
        return Optional.of(
                new ClientAnswer.Elements(values.stream().map(Long.class::cast).toList(), number(body, "epoch")));
    }

    /** An answer taken for "the key has no value", because its value cannot be read, would invent a violation. */
    private static boolean showsValue(Map<?, ?> body) {
        return body.get("value") instanceof Long
                ? body.get("valueEpoch") instanceof Long
                : body.containsKey("value") && body.get("value") == null;
    }

    private static boolean says(Map<?, ?> body, String outcome) {
        return outcome.equals(body.get("outcome")) && body.get("epoch") instanceof Long;
    }

    private static ClientAnswer notUnderstood(HttpAnswer answer) {
        return new ClientAnswer.Unknown("status " + answer.status() + " with a body that says something else");
    }

    private static OptionalLong number(Map<?, ?> body, String name) {
        return body.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    private static Map<?, ?> object(String text) {
        try {
            return Json.read(text) instanceof Map<?, ?> map ? map : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of(); // not JSON: whoever asks finds nothing in it
        }
    }
}
