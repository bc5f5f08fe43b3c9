package io.interregnum.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the nemesis writes at each stage of a fault: process {@code nemesis}, type {@code info}, {@code f} the fault's
 * name, and this as value.
 *
 * @param step number of the fault within its run, from 0; the same at each of its stages
 * @param stage how far it is
 * @param harm what it does to its targets
 * @param targets names of the nodes it was aimed at, as resolved, in the order of the spec
 * @param detail one sentence for people: what was seen, or what refused; empty where there is nothing to add
 */
public record FaultEvent(int step, Stage stage, Harm harm, List<String> targets, String detail) {

    /** Stages, in the order in which a fault passes through them. */
    public enum Stage {
        /** Written before the first command is given: damage cannot be older than this. */
        REQUESTED,
        /** Its effect was seen. The damage is as old as this event or older. */
        EFFECTIVE,
        /** Its effect was looked for and not seen, or the injection failed. */
        UNPROVEN,
        /** Written before the first command that lifts it is given: damage lasts at least until this. */
        HEAL_REQUESTED,
        /** It was seen to be gone. Damage lasts at most until this. */
        HEALED,
        /** Something is still damaged, or nobody could look. */
        HEAL_UNPROVEN
    }

    /** What a fault does to a target, as far as judging needs to know. */
    public enum Harm {
        /** Its processes were ended. */
        DEAD,
        /** Its processes exist and are not scheduled. */
        FROZEN,
        /** It is cut from some of the others. */
        CUT,
        /** Anything else. */
        OTHER
    }

    public FaultEvent {
        targets = List.copyOf(targets);
    }

    /** This as the value of an event. */
    public Map<String, Object> toValue() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("step", (long) step);
        value.put("stage", word(stage));
        value.put("harm", word(harm));
        value.put("targets", targets);
        if (!detail.isEmpty()) {
            value.put("detail", detail);
        }
        return value;
    }

    /** Reads the value back; empty when the event is not a stage of a fault. */
    public static Optional<FaultEvent> of(Event event) {
        if (!event.process().equals(Processes.NEMESIS) || !(event.value() instanceof Map<?, ?> value)) {
            return Optional.empty();
        }
        Stage stage = find(Stage.values(), value.get("stage"));
        Harm harm = find(Harm.values(), value.get("harm"));
        if (stage == null
                || harm == null
                || !(value.get("step") instanceof Long step)
                || !(value.get("targets") instanceof List<?> targets)) {
            return Optional.empty();
        }
        String detail = value.get("detail") instanceof String text ? text : "";
        return Optional.of(new FaultEvent(
                step.intValue(),
                stage,
                harm,
                targets.stream().map(String::valueOf).toList(),
                detail));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> @Nullable E find(E[] constants, @Nullable Object word) {
        for (E constant : constants) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        return null;
    }
}
