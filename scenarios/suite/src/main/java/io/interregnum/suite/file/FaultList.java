package io.interregnum.suite.file;

import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Nemesis;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Step;
import io.interregnum.fault.Target;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.UnfitStepException;
import io.interregnum.fault.Until;
import io.interregnum.suite.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Writes out groups, repetitions and chances as a plain list of steps. For one use.
 *
 * <p>Each item is placed after the ends of the item before it: the numbers of the steps after which nothing of it is
 * left.
 */
final class FaultList {
    private static final List<String> GROUPS = List.of("sequence", "parallel", "repeat", "random-of");

    private final YamlTree tree;
    private final Draw draw;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> pointers = new ArrayList<>(); // where each step stands
    private int orderedDepth; // how many sequences and repetitions are around an item

    FaultList(YamlTree tree, Draw draw) {
        this.tree = tree;
        this.draw = draw;
    }

    /** @throws UsageException when something of it cannot be */
    List<Step> steps(JsonNode items, String pointer) {
        sequence(items, pointer, List.of());
        try {
            Nemesis.refuseUnfit(steps);
        } catch (UnfitStepException e) {
            throw tree.wrong(
                    pointers.get(e.step()),
                    e.getMessage() + " (steps count from 0 as they stand in the file, with repetitions written out)");
        }
        return List.copyOf(steps);
    }

    private List<Integer> sequence(JsonNode items, String pointer, List<Integer> before) {
        List<Integer> ends = before;
        for (int i = 0; i < items.size(); i++) {
            ends = item(items.get(i), pointer + "/" + i, ends);
        }
        return ends;
    }

    private List<Integer> parallel(JsonNode items, String pointer, List<Integer> before) {
        TreeSet<Integer> ends = new TreeSet<>();
        for (int i = 0; i < items.size(); i++) {
            ends.addAll(item(items.get(i), pointer + "/" + i, before));
        }
        return List.copyOf(ends);
    }

    private List<Integer> repeat(JsonNode node, String pointer, List<Integer> before) {
        List<Integer> ends = before;
        for (int time = 0; time < node.get("times").asInt(); time++) {
            ends = ordered(node.get("faults"), pointer + "/faults", ends);
        }
        return ends;
    }

    /** A sequence in which an event is the next one after what stands before. */
    private List<Integer> ordered(JsonNode items, String pointer, List<Integer> before) {
        orderedDepth++;
        try {
            return sequence(items, pointer, before);
        } finally {
            orderedDepth--;
        }
    }

    private List<Integer> item(JsonNode item, String pointer, List<Integer> before) {
        List<String> kinds = item.propertyNames().stream()
                .filter(name -> name.equals("fault") || GROUPS.contains(name))
                .toList();
        if (kinds.size() != 1) {
            throw tree.wrong(
                    pointer,
                    "expected one of fault, " + String.join(", ", GROUPS) + "; there is "
                            + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
        }
        String kind = kinds.get(0);
        if (!kind.equals("fault") && item.size() > 1) {
            throw tree.wrong(
                    pointer,
                    "\"" + kind + "\" is a group and has nothing beside it; there is "
                            + String.join(", ", item.propertyNames()));
        }
        String inside = pointer + "/" + kind;
        JsonNode content = item.get(kind);
        return switch (kind) {
            case "sequence" -> ordered(content, inside, before);
            case "parallel" -> parallel(content, inside, before);
            case "repeat" -> repeat(content, inside, before);
            case "random-of" -> {
                int drawn = draw.below(content.size());
                yield item(content.get(drawn), inside + "/" + drawn, before);
            }
            default -> List.of(single(item, pointer, before));
        };
    }

    private int single(JsonNode item, String pointer, List<Integer> before) {
        if (steps.size() == Nemesis.STEPS_MAX) {
            throw tree.wrong(pointer, "more than " + Nemesis.STEPS_MAX + " steps when repetitions are written out");
        }
        Trigger trigger = optional(item, pointer, "when", text -> counted(Trigger.parse(text), text, before))
                .orElse(new Trigger.After(Duration.ZERO));
        Step step = new Step(
                fault(item, pointer),
                optional(item, pointer, "target", Targets::parse).map(Target.class::cast),
                placed(trigger, before),
                until(item, pointer),
                optional(item, pointer, "heal", Heal::parse).orElse(Heal.PLAIN));
        steps.add(step);
        pointers.add(pointer);
        return steps.size() - 1;
    }

    /** Within a group, an event without a number is the next one after the item before it. */
    private Trigger counted(Trigger trigger, String text, List<Integer> before) {
        return trigger instanceof Trigger.On on && on.after().isEmpty() && isNext(on.occurrence(), text)
                ? on.countedFrom(before)
                : trigger;
    }

    private Until counted(Until until, String text) {
        return until instanceof Until.Happens happens && isNext(happens.occurrence(), text)
                ? new Until.Happens(happens.occurrence(), happens.limit(), Until.Happens.Since.STEP_BEGAN)
                : until;
    }

    private boolean isNext(Occurrence occurrence, String text) {
        return orderedDepth > 0 && occurrence.step().isEmpty() && !text.contains(" number ");
    }

    /** "After" means after the item before it, which need not be the step before it. */
    private Trigger placed(Trigger trigger, List<Integer> before) {
        if (!(trigger instanceof Trigger.After after) || before.equals(List.of(steps.size() - 1)) || steps.isEmpty()) {
            return trigger;
        }
        return before.isEmpty() ? new Trigger.At(after.delay()) : new Trigger.AfterAll(before, after.delay());
    }

    private Fault fault(JsonNode item, String pointer) {
        String name = draw.one(item.get("fault")).asString();
        Fault fault = Faults.named(name)
                .orElseThrow(() -> tree.wrong(
                        pointer + "/fault",
                        "there is no fault \"" + name + "\"; expected one of "
                                + Faults.ALL.stream().map(Fault::name).collect(Collectors.joining(", "))));
        JsonNode with = item.get("with");
        if (with == null) {
            return fault;
        }
        Map<String, String> values = new LinkedHashMap<>();
        with.forEachEntry(
                (parameter, value) -> values.put(parameter, draw.one(value).asString()));
        return parsed(pointer + "/with", () -> fault.with(values));
    }

    private Until until(JsonNode item, String pointer) {
        Optional<Until> lasting = optional(item, pointer, "for", text -> Until.parse("for " + text));
        Optional<Until> ending = optional(item, pointer, "until", text -> counted(Until.parse("until " + text), text));
        if (lasting.isPresent() == ending.isPresent()) {
            throw tree.wrong(
                    pointer,
                    (lasting.isPresent() ? "both" : "neither") + " \"for\" and \"until\""
                            + (lasting.isPresent() ? "" : " is there") + "; expected one of them, such as \"for: 5s\", "
                            + "\"for: detection plus 2500ms\" or \"until: leader-elected at most 20s\"");
        }
        return lasting.or(() -> ending).orElseThrow();
    }

    private <T> Optional<T> optional(JsonNode item, String pointer, String field, Function<String, T> parse) {
        JsonNode node = item.get(field);
        if (node == null) {
            return Optional.empty();
        }
        String at = pointer + "/" + field;
        String text = draw.times(draw.one(node).asString(), at);
        return Optional.of(parsed(at, () -> parse.apply(text)));
    }

    private <T> T parsed(String pointer, java.util.function.Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw tree.wrong(pointer, String.valueOf(e.getMessage()));
        }
    }
}
