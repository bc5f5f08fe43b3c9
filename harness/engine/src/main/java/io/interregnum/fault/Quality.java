package io.interregnum.fault;

import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Need;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What can be worse about a link. */
@SuppressWarnings("ImmutableEnumChecker") // lists are immutable, as List.of makes them
enum Quality {
    /** Packets are lost. */
    LOSS(
            "Drops some of the packets between the targets and everybody else, each by chance.",
            "Everything takes longer, since TCP sends again what was lost; connections last, most of the time.",
            Need.NFTABLES,
            List.of(percent("20"))) {
        @Override
        Impairment impairment(Map<String, String> values) {
            return new Impairment.Loss(decimal(values, "percent"));
        }
    },
    /** Packets are late. */
    DELAY(
            "Makes everything between the targets and everybody else arrive later, in the same order.",
            "Answers come late; what waits for less than that gives up.",
            Need.RELAY,
            List.of(
                    new Parameter("delay", "milliseconds in each direction, from 1 to 10000", "100"),
                    new Parameter("jitter", "milliseconds by which it varies either way, up to the delay", "0"))) {
        @Override
        Impairment impairment(Map<String, String> values) {
            return new Impairment.Delay(millis(values, "delay", 1), millis(values, "jitter", 0));
        }
    },
    /** Packets arrive twice. */
    DUPLICATE(
            "Doubles some of the packets between the targets and everybody else, each by chance.",
            "Nothing but some more traffic: TCP drops what it has seen already.",
            Need.NETEM,
            List.of(percent("20"))) {
        @Override
        Impairment impairment(Map<String, String> values) {
            return new Impairment.Duplicate(decimal(values, "percent"));
        }
    },
    /** Packets overtake each other. */
    REORDER(
            "Lets some of the packets between the targets and everybody else overtake the others, each by chance.",
            "Everything takes longer: TCP waits for what was overtaken, and may send it again.",
            Need.NETEM,
            List.of(percent("25"), new Parameter("delay", "milliseconds by which the others are late", "10"))) {
        @Override
        Impairment impairment(Map<String, String> values) {
            return new Impairment.Reorder(decimal(values, "percent"), millis(values, "delay", 1));
        }
    },
    /** Packets are changed on the way. */
    CORRUPT(
            "Flips a bit in some of the packets between the targets and everybody else, each by chance.",
            "As with loss where checksums are looked at, which is not so on virtual cables: there, wrong bytes.",
            Need.NETEM,
            List.of(percent("10"))) {
        @Override
        Impairment impairment(Map<String, String> values) {
            return new Impairment.Corrupt(decimal(values, "percent"));
        }
    },
    /** Little passes in a time. */
    RATE(
            "Lets no more than so many bits a second pass from each target to each other node, and back.",
            "Large answers take long, small ones do not.",
            Need.TBF,
            List.of(new Parameter("kbit", "kilobits each second, from 8 to 10000000", "1000"))) {
        @Override
        Impairment impairment(Map<String, String> values) {
            return new Impairment.Rate(Words.number("kbit", values.getOrDefault("kbit", ""), 8, 10_000_000));
        }
    };

    private final String description;
    private final String victimSees;
    private final Need need;
    private final List<Parameter> parameters;

    Quality(String description, String victimSees, Need need, List<Parameter> parameters) {
        this.description = description;
        this.victimSees = victimSees;
        this.need = need;
        this.parameters = parameters;
    }

    /**
     * What is done to links.
     *
     * @param values of all parameters, by name
     * @throws IllegalArgumentException for a value that cannot be
     */
    abstract Impairment impairment(Map<String, String> values);

    String description() {
        return description;
    }

    String victimSees() {
        return victimSees;
    }

    Need need() {
        return need;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    private static Parameter percent(String standard) {
        return new Parameter("percent", "of packets, from 0.1 to 100; below 3 a look may not tell", standard);
    }

    private static double decimal(Map<String, String> values, String name) {
        return Words.decimal(name, values.getOrDefault(name, ""));
    }

    private static Duration millis(Map<String, String> values, String name, int least) {
        return Duration.ofMillis(Words.number(name, values.getOrDefault(name, ""), least, 10_000));
    }
}
