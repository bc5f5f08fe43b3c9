package io.interregnum.suite.file;

import io.interregnum.fault.Heal;
import io.interregnum.fault.Step;
import io.interregnum.fault.TimeText;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.history.Json;
import io.interregnum.run.Scenario;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes scenarios for people to read and change: one step an item, nothing that is the standard. */
final class ScenarioText {
    private final StringBuilder text = new StringBuilder();

    private ScenarioText() {}

    static String of(Scenario scenario, Settings settings) {
        ScenarioText writer = new ScenarioText();
        writer.field("", "name", scenario.name());
        writer.field("", "question", scenario.question());
        writer.settings(settings);
        if (scenario.failoverPlanned()) {
            writer.text.append("failover-planned: true\n");
        }
        scenario.overlapBound().ifPresent(bound -> writer.field("", "overlap-bound", TimeText.print(bound)));
        writer.text.append("faults:\n");
        List<Step> steps = scenario.steps();
        for (int number = 0; number < steps.size(); number++) {
            writer.step(number, steps.get(number));
        }
        return writer.text.toString();
    }

    private void settings(Settings settings) {
        settings.variant().ifPresent(variant -> field("", "variant", variant));
        settings.registry().ifPresent(registry -> field("", "registry", registry));
        Map<String, OptionalInt> counts = new LinkedHashMap<>();
        counts.put("ensemble", settings.ensemble());
        counts.put("masters", settings.masters());
        counts.put("clients", settings.clients());
        counts.put("agents", settings.agents());
        counts.put("frameworks", settings.frameworks());
        if (counts.values().stream().anyMatch(OptionalInt::isPresent)) {
            text.append("cluster:\n");
            counts.forEach((name, count) -> count.ifPresent(number ->
                    text.append("  ").append(name).append(": ").append(number).append('\n')));
        }
        settings.sessionTimeout().ifPresent(time -> field("", "session-timeout", TimeText.print(time)));
        settings.tick().ifPresent(time -> field("", "tick", TimeText.print(time)));
    }

    private void step(int number, Step step) {
        text.append("  # step ").append(number).append('\n');
        text.append("  - fault: ").append(scalar(step.fault().name())).append('\n');
        if (!step.fault().values().isEmpty()) {
            text.append("    with:\n");
            step.fault().values().forEach((name, value) -> field("      ", name, value));
        }
        step.target().ifPresent(target -> field("    ", "target", target.text()));
        if (!step.trigger().equals(new Trigger.After(Duration.ZERO))) {
            field("    ", "when", step.trigger().text());
        }
        String lasting = step.until().text();
        String key = step.until() instanceof Until.Happens ? "until" : "for";
        field("    ", key, lasting.substring(key.length() + 1));
        if (step.heal() != Heal.PLAIN) {
            field("    ", "heal", step.heal().text());
        }
    }

    private void field(String indent, String name, String value) {
        text.append(indent).append(name).append(": ").append(scalar(value)).append('\n');
    }

    /** Plain where YAML cannot take it for anything else, in quotation marks where it could. */
    private static String scalar(String value) {
        boolean plain = value.matches("[A-Za-z][A-Za-z0-9 .,-]*[A-Za-z0-9]|[0-9]+(ms|s|m|h)")
                && !value.matches("(?i)true|false|null|yes|no|on|off");
        return plain ? value : Json.write(value);
    }
}
