package io.interregnum.suite.command;

import io.interregnum.run.Scenario;
import io.interregnum.run.Setup;

/** Placeholder until merged. */
final class ShrunkScenario {
    private ShrunkScenario() {}

    static String yaml(Scenario scenario, Setup setup) {
        StringBuilder text = new StringBuilder("name: " + scenario.name() + "\nquestion: " + scenario.question()
                + "\nvariant: " + ((io.interregnum.suite.ReferenceSystem) setup.system()).variant() + "\nfaults:\n");
        scenario.steps().forEach(step -> text.append("  - " + Rerun.text(step) + "\n"));
        return text.toString();
    }
}
