package io.interregnum.rundir;

import io.interregnum.check.Expectations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code run.json} says of a run: everything that is needed to judge it and to run it again.
 *
 * @param scenario name of the scenario
 * @param question what the scenario asks, in one sentence
 * @param seed from which all chance of the run came
 * @param backend {@code local} or {@code docker}
 * @param startedAt wall clock at the run's time 0, ISO 8601 in UTC; for people, never for judging
 * @param command what to type to run it again
 * @param expectations against which it is judged
 * @param spec sizes and time-outs of the cluster, plain JSON data
 * @param environment versions, kernel, cores, images, plain JSON data
 * @param startup how long each part of the start took, in milliseconds by part, in order; {@code total} last
 * @param complete whether the harness finished the run; false in the file of a run that was cut short
 */
public record RunInfo(
        String scenario,
        String question,
        long seed,
        String backend,
        String startedAt,
        String command,
        Expectations expectations,
        Map<String, Object> spec,
        Map<String, Object> environment,
        Map<String, Object> startup,
        boolean complete) {

    /** Version of the format of {@code run.json} that this program writes; it reads this one only. */
    public static final long FORMAT_VERSION = 1;

    public RunInfo {
        spec = Collections.unmodifiableMap(new LinkedHashMap<>(spec));
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        startup = Collections.unmodifiableMap(new LinkedHashMap<>(startup));
    }

    /** The same with the times of the start. */
    public RunInfo withStartup(Map<String, Object> times) {
        return new RunInfo(
                scenario,
                question,
                seed,
                backend,
                startedAt,
                command,
                expectations,
                spec,
                environment,
                times,
                complete);
    }

    /** The same with what its nodes were made from, as a part of {@link #environment}. */
    public RunInfo withNodes(Map<String, Object> description) {
        Map<String, Object> all = new LinkedHashMap<>(environment);
        all.putAll(description);
        return new RunInfo(
                scenario, question, seed, backend, startedAt, command, expectations, spec, all, startup, complete);
    }

    /** The same, marked as finished. */
    public RunInfo completed() {
        return new RunInfo(
                scenario, question, seed, backend, startedAt, command, expectations, spec, environment, startup, true);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT_VERSION);
        json.put("scenario", scenario);
        json.put("question", question);
        json.put("seed", seed);
        json.put("backend", backend);
        json.put("started-at", startedAt);
        json.put("command", command);
        json.put("expectations", ExpectationsJson.write(expectations));
        json.put("spec", spec);
        json.put("environment", environment);
        json.put("startup-ms", startup);
        json.put("complete", complete);
        return json;
    }

    static RunInfo ofJson(Fields json) {
        if (json.number("format") != FORMAT_VERSION) {
            throw new IllegalArgumentException("format=" + json.number("format") + "; this program reads format "
                    + FORMAT_VERSION + ": use the version that wrote the run");
        }
        return new RunInfo(
                json.text("scenario"),
                json.text("question"),
                json.number("seed"),
                json.text("backend"),
                json.text("started-at"),
                json.text("command"),
                ExpectationsJson.read(json.object("expectations")),
                json.object("spec").map(),
                json.object("environment").map(),
                json.object("startup-ms").map(),
                json.truth("complete"));
    }

    /** Names of the nodes of one role in {@link #spec}, such as {@code masters}; empty where there is none. */
    public List<String> nodes(String role) {
        return spec.get(role) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }
}
