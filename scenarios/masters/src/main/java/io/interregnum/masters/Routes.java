package io.interregnum.masters;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Which request gets which answer; paths and statuses as in Mesos for what Mesos has. Knows no server and no ZooKeeper.
 * Safe for many threads.
 */
final class Routes implements Answerer {
    static final String NOT_RECOVERED = "Master has not finished recovery";
    private static final String NO_LEADER = "No leader elected";
    private static final String MASTER_PREFIX = "/master";

    /**
     * What answers are made from.
     *
     * @param flags the command line, by Mesos' names of flags
     * @param standing the belief at the moment of asking
     * @param registry the registrar of this moment, or {@link Registry#NONE}
     * @param members the soft state of this moment, or {@link Members#NONE}
     */
    record Sources(
            MasterInfo self,
            Map<String, String> flags,
            Supplier<Standing> standing,
            Supplier<Registry> registry,
            Supplier<Members> members) {}

    private final Sources sources;
    private final Pages pages;
    private final OperationRoutes operations;
    private final ApiRoutes api;

    /**
     * @param storeTimeout how long an operation may take before its outcome is called unknown
     * @param wallMs the wall clock, which only start and uptime are told by
     */
    Routes(Sources sources, Duration storeTimeout, Supplier<Long> wallMs) {
        this.sources = sources;
        this.pages = new Pages(sources, wallMs);
        this.operations = new OperationRoutes(sources, storeTimeout);
        this.api = new ApiRoutes(sources, pages, storeTimeout);
    }

    /** The answer to a request; completes at once except for operations that are carried out. */
    @Override
    public CompletionStage<Answer> answer(String method, String path, byte[] body, String stream) {
        if (OperationRoutes.serves(path)) {
            return operations.answer(method, path, body);
        }
        String ownPath = path.startsWith(MASTER_PREFIX + "/") ? path.substring(MASTER_PREFIX.length()) : path;
        if (ApiRoutes.serves(ownPath)) {
            return api.answer(method, ownPath, body, stream);
        }
        Standing now = sources.standing().get();
        if (!method.equals("GET")) {
            return done(Answer.text(405, "Only GET is allowed for " + path, now));
        }
        return done(
                switch (ownPath) {
                    case "/health" -> Answer.empty(200, now);
                    case "/redirect" -> elsewhere("", now);
                    case "/state" -> now.leading() ? Answer.json(200, pages.state(now), now) : elsewhere(path, now);
                    case "/state-summary" ->
                        now.leading() ? Answer.json(200, pages.summary(), now) : elsewhere(path, now);
                    case "/flags" -> Answer.json(200, pages.flags(), now);
                    case "/version" -> Answer.json(200, pages.version(), now);
                    case "/metrics/snapshot" -> Answer.json(200, pages.metrics(now), now);
                    case "/registrar(1)/registry" -> Answer.json(200, pages.registry(), now);
                    case "/ref/agents" -> refAgents(path, now);
                    default -> Answer.text(404, "Nothing at " + path, now);
                });
    }

    private Answer refAgents(String path, Standing now) {
        return now.leading() ? Answer.json(200, pages.refAgents(now), now) : elsewhere(path, now);
    }

    /** Where to ask instead, for a master that does not lead. */
    static Answer elsewhere(String path, Standing now) {
        return now.knowsLeader()
                ? Answer.redirect("//" + now.leaderAuthority() + path, now)
                : Answer.text(503, NO_LEADER, now);
    }

    static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
