package io.interregnum.suite.file;

import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Nemesis;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Schedule;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Makes a {@link Schedule} of groups, repetitions and chances, and writes it out. For one use. */
final class FaultList {
    private static final List<String> GROUPS = List.of("sequence", "parallel", "repeat", "random-of");

    private final YamlTree tree;
    private final Draw draw;
    private final List<String> pointers = new ArrayList<>(); // where each step stands, as they stand in the schedule
    private int orderedDepth; // how many sequences and repetitions are around an item

    FaultList(YamlTree tree, Draw draw) {
        this.tree = tree;
        this.draw = draw;
    }

    /** @throws UsageException when something of it cannot be */
    List<Step> steps(JsonNode items, String pointer) {
        List<Step> steps = sequence(items, pointer).steps();
        try {
            Nemesis.refuseUnfit(steps);
        } catch (UnfitStepException e) {
            throw places().wrongStep(e.step(), String.valueOf(e.getMessage()));
        }
        return steps;
    }

    /** Where the steps stand that were read. */
    Places places() {
        return new Places(tree, pointers);
    }

    private Schedule sequence(JsonNode items, String pointer) {
        return new Schedule.Sequence(each(items, pointer));
    }

    /** A sequence in which an event is the next one after what stands before. */
    private Schedule ordered(JsonNode items, String pointer) {
        orderedDepth++;
        try {
            return sequence(items, pointer);
        } finally {
            orderedDepth--;
        }
    }

    private List<Schedule> each(JsonNode items, String pointer) {
        List<Schedule> parts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            parts.add(item(items.get(i), pointer + "/" + i));
        }
        return parts;
    }

    /** Each time is drawn by itself. */
    private Schedule repeat(JsonNode node, String pointer) {
        List<Schedule> all = new ArrayList<>();
        int times = times(node.get("times"), pointer + "/times");
        for (int time = 0; time < times; time++) {
            all.add(ordered(node.get("faults"), pointer + "/faults"));
        }
        return new Schedule.Sequence(all);
    }

    private int times(JsonNode node, String pointer) {
        int times = Integer.parseInt(draw.number(node.asString(), pointer));
        if (times < 1 || times > Nemesis.STEPS_MAX) {
            throw tree.wrong(pointer, times + " is out of bounds: from 1 to " + Nemesis.STEPS_MAX);
        }
        return times;
    }

    private Schedule item(JsonNode item, String pointer) {
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
            case "sequence" -> ordered(content, inside);
            case "parallel" -> new Schedule.Parallel(each(content, inside));
            case "repeat" -> repeat(content, inside);
            case "random-of" -> {
                checkEach(content, inside);
                int drawn = draw.below(content.size());
                yield item(content.get(drawn), inside + "/" + drawn);
            }
            default -> single(item, pointer);
        };
    }

    /** So that it does not depend on the seed whether a file is refused. */
    private void checkEach(JsonNode items, String pointer) {
        new FaultList(tree, new Draw(tree, 0)).each(items, pointer);
    }

    private Schedule single(JsonNode item, String pointer) {
        if (pointers.size() == Nemesis.STEPS_MAX) {
            throw tree.wrong(pointer, "more than " + Nemesis.STEPS_MAX + " steps when repetitions are written out");
        }
        pointers.add(pointer);
        Trigger trigger = optional(item, pointer, "when", Trigger::parse).orElse(new Trigger.After(Duration.ZERO));
        Step step = new Step(
                fault(item, pointer),
                optional(item, pointer, "target", Targets::parse).map(Target.class::cast),
                trigger,
                until(item, pointer),
                optional(item, pointer, "heal", Heal::parse).orElse(Heal.PLAIN));
        boolean next = trigger instanceof Trigger.On on
                && isNext(on.occurrence(), item.get("when").asString());
        return next ? Schedule.next(step) : Schedule.of(step);
    }

    private Until counted(Until until, String text) {
        return until instanceof Until.Happens happens && isNext(happens.occurrence(), text)
                ? new Until.Happens(happens.occurrence(), happens.limit(), Until.Happens.Since.STEP_BEGAN)
                : until;
    }

    /** Within a group, an event without a number is the next one after the item before it. */
    private boolean isNext(Occurrence occurrence, String text) {
        return orderedDepth > 0 && occurrence.step().isEmpty() && !text.contains(" number ");
    }

    private Fault fault(JsonNode item, String pointer) {
        JsonNode names = item.get("fault");
        names.forEach(name -> named(name.asString(), pointer + "/fault"));
        Fault fault = named(draw.one(names).asString(), pointer + "/fault");
        JsonNode with = item.get("with");
        if (with == null) {
            return fault;
        }
        Map<String, String> values = new LinkedHashMap<>();
        with.forEachEntry((parameter, value) ->
                values.put(parameter, draw.number(draw.one(value).asString(), pointer + "/with/" + parameter)));
        return parsed(pointer + "/with", () -> fault.with(values));
    }

    private Fault named(String name, String pointer) {
        return Faults.named(name)
                .orElseThrow(() -> tree.wrong(
                        pointer,
                        "there is no fault \"" + name + "\"; expected one of "
                                + Faults.ALL.stream().map(Fault::name).collect(Collectors.joining(", "))));
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
        Draw any = new Draw(tree, 0);
        node.forEach(each -> parsed(at, () -> parse.apply(any.times(each.asString(), at))));
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
