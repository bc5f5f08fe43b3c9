package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Verdict;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.fault.Fault;
import io.interregnum.fault.FaultLike;
import io.interregnum.fault.Scene;
import io.interregnum.fault.Until;
import io.interregnum.report.Report;
import io.interregnum.run.Finished;
import io.interregnum.run.RunListener;
import io.interregnum.run.Scenario;
import io.interregnum.run.ScenarioRunner;
import io.interregnum.run.Setup;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.workload.Workload;
import java.time.Duration;
import java.util.List;

/** Scenarios whose faults do nothing, and what must be said of their runs. */
final class NoFault {
    private NoFault() {}

    /** Aims, looks and is called like the fault it stands for, and does nothing. */
    private record Idle(Fault like) implements FaultLike {
        @Override
        public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {}

        @Override
        public void heal(Scene scene, List<NodeId> targets) {}
    }

    private static Scenario idle(Scenario scenario) {
        return scenario.withSteps(scenario.steps().stream()
                .map(step -> step.withFault(new Idle(step.fault())).lasting(new Until.For(Duration.ofMillis(200))))
                .toList());
    }

    /** Runs the scenario without its fault: nothing can be concluded from it, and the reason names the fault. */
    static void assertUnknown(Class<?> test, String backend, Scenario scenario) throws Exception {
        Home home = Home.find();
        ReferenceSystem system = new ReferenceSystem(home.mastersClassPath(), "correct");
        Setup setup = new Setup(
                Backends.choose(backend, home),
                ClusterSpec.DEFAULT,
                system,
                system,
                home.mastersClassPath(),
                Workload.DEFAULT,
                31,
                Program.runsOf(test),
                "a test: " + test.getSimpleName());

        RunDirectory run;
        try (Finished finished = new ScenarioRunner(idle(scenario), setup, RunListener.SILENT, 0).run()) {
            run = finished.directory();
        }

        Report report = Report.of(run);
        String where = run.toString();
        assertThat(report.verdict()).as(where).isEqualTo(Verdict.UNKNOWN);
        CheckResult vacuity = report.judgement().results().stream()
                .filter(result -> result.checker().equals("vacuity"))
                .findFirst()
                .orElseThrow();
        System.out.println("MEASURED " + backend + " " + scenario.name() + " without its fault: " + vacuity.reason());
        assertThat(vacuity.verdict()).as(where).isEqualTo(Verdict.UNKNOWN);
        assertThat(vacuity.reason())
                .as(where)
                .containsPattern(scenario.steps().get(0).fault().name() + ".* was not proven: no effect seen: ");
    }
}
