package io.interregnum.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a master answered to a probe: the value of an {@code ok} of a process {@link Processes#probeOf}, {@code f}
 * {@code probe}. A probe that was refused (nobody listens) is {@code fail}, one without an answer {@code info}; both
 * without a value and with {@code error}.
 *
 * @param claims whether it believes that it leads
 * @param epoch the epoch that it claims; empty where it claims none or the system shows none
 * @param incarnation names one life of the process, differs after each restart; empty text where the system shows none
 * @param leader whom it believes to lead: a node's name, or the text it gave; empty text where none
 */
public record ProbeAnswer(boolean claims, OptionalLong epoch, String incarnation, String leader) {
    /** The {@code f} of probes. */
    public static final String F = "probe";

    /** This as the value of an event. */
    public Map<String, Object> toValue() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("claims", claims);
        epoch.ifPresent(number -> value.put("epoch", number));
        value.put("incarnation", incarnation);
        value.put("leader", leader);
        return value;
    }

    /** Reads the value back; empty when the event is not the answer to a probe. */
    public static Optional<ProbeAnswer> of(Event event) {
        if (event.type() != Event.Type.OK
                || !Processes.isProbe(event.process())
                || !(event.value() instanceof Map<?, ?> value)
                || !(value.get("claims") instanceof Boolean claims)) {
            return Optional.empty();
        }
        return Optional.of(new ProbeAnswer(
                claims,
                value.get("epoch") instanceof Long epoch ? OptionalLong.of(epoch) : OptionalLong.empty(),
                value.get("incarnation") instanceof String incarnation ? incarnation : "",
                value.get("leader") instanceof String leader ? leader : ""));
    }
}
