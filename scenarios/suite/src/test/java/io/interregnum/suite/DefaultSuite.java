package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.Verdict;
import io.interregnum.history.Json;
import io.interregnum.metric.Failover;
import io.interregnum.report.Report;
import io.interregnum.run.Scenario;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.Program.Ended;
import io.interregnum.suite.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The main job by the command line, and what the contract says of it where the master is correct. */
final class DefaultSuite {
    private DefaultSuite() {}

    /** Runs scenarios in one call; all of them for none. */
    static Path assertValid(Class<?> test, String backend, long seed, String... names) throws Exception {
        int count = names.length == 0 ? Scenarios.ALL.size() : names.length;
        Promise inTime = Promise.ofSuite(backend, count);
        Path runs = Program.runsOf(test);
        List<String> arguments = new ArrayList<>(List.of(names));
        arguments.addAll(List.of("--backend", backend, "--seed", Long.toString(seed), "--out", runs.toString()));

        Ended ended = Program.run(runs, inTime.longest(), "run", arguments.toArray(String[]::new));

        System.out.printf("MEASURED %s %s: %d s%n", backend, arguments, ended.tookNanos() / 1_000_000_000);
        System.out.println(ended.output());
        ended.assertExitCode(0);
        inTime.assertKept(count + " scenarios", ended.tookNanos());
        List<Scenario> scenarios = names.length == 0
                ? Scenarios.ALL
                : List.of(names).stream()
                        .map(name -> Scenarios.named(name).orElseThrow())
                        .toList();
        for (Scenario scenario : scenarios) {
            assertThat(ended.output()).containsPattern("\n" + scenario.name() + " +VALID +");
            assertValid(scenario, Program.latest(runs, scenario.name()));
        }
        assertReportAtTheEnd(ended);
        return runs;
    }

    private static void assertValid(Scenario scenario, RunDirectory run) throws IOException {
        Report report = Report.of(run);
        assertThat(report.verdict()).as(run.toString()).isEqualTo(Verdict.VALID);
        assertThat(report.judgement().results())
                .as(run.toString())
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(result -> result.verdict() == Verdict.VALID);
        if (scenario.failoverPlanned()) {
            assertThat(report.failovers())
                    .as("failovers of " + run)
                    .filteredOn(failover -> failover.fault()
                            .filter(scenario.steps().get(0).fault().name()::equals)
                            .isPresent())
                    .isNotEmpty()
                    .allMatch(failover -> failover.latencyNanos().isPresent());
            for (Failover.Phase phase : Failover.Phase.values()) {
                assertThat(report.failovers().get(0).nanos(phase))
                        .as(phase + " of " + run)
                        .isPresent();
            }
        }
        assertStartIsTimed(report);
        assertImagesAreNamed(report);
        for (String file : List.of("index.html", "results.json", "junit.xml", "summary.md", "schedule.json")) {
            assertThat(run.path().resolve(file)).isNotEmptyFile();
        }
        assertThat(Json.read(Files.readString(run.resultsFile())))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .hasEntrySatisfying(
                        "verdict", verdict -> assertThat(verdict).asString().isEqualToIgnoringCase("valid"));
    }

    private static void assertImagesAreNamed(Report report) {
        Object images = report.info().environment().get("images");
        if (report.info().backend().equals("docker")) {
            assertThat(images)
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .isNotEmpty()
                    .allSatisfy((name, digest) -> assertThat(digest).asString().matches("sha256:[0-9a-f]{64}"));
        } else {
            assertThat(images).isNull();
        }
    }

    private static void assertStartIsTimed(Report report) {
        Map<String, Object> startup = report.info().startup();
        System.out.println("MEASURED start-up in ms, " + report.info().scenario() + ": " + startup);
        assertThat(startup.keySet())
                .containsExactly("harness", "processes", "ensemble", "election", "service", "total");
        assertThat(startup.values())
                .allSatisfy(millis -> assertThat(millis)
                        .isInstanceOfSatisfying(
                                Long.class, value -> assertThat(value).isNotNegative()));
        Promise.ofStart(report.info().backend())
                .assertKept(
                        "start of " + report.info().scenario(),
                        Duration.ofMillis((Long) Objects.requireNonNull(startup.get("total")))
                                .toNanos());
    }

    private static void assertReportAtTheEnd(Ended ended) {
        String last = ended.output().strip().lines().reduce((one, next) -> next).orElse("");
        assertThat(last).startsWith("report: /");
        assertThat(Path.of(last.substring("report: ".length())))
                .isNotEmptyFile()
                .content()
                .containsIgnoringCase("<html");
    }
}
