package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What clients did to one set. Takes n log n steps in the sizes of all answers together: for each element it keeps in which
 * runs of successive reads it was, never which reads lacked it. For one thread.
 */
final class SetHistory {
    private final String key;
    private final long patienceNanos;
    private final Map<Object, Element> elements = new LinkedHashMap<>();
    private final List<Operation> reads = new ArrayList<>();

    /** @param patienceNanos a read counts if it was invoked later than this after an element was known */
    SetHistory(String key, long patienceNanos) {
        this.key = key;
        this.patienceNanos = patienceNanos;
    }

    private static final class Element {
        private final Object value;
        private @Nullable Operation added;
        private boolean addedTwice;
        private @Nullable Event known; // the first event by which somebody knew that it is there
        private @Nullable Operation seenIn; // the read that was answered first of those that show it
        private int twiceIn = -1; // position of the first read that shows it more than once
        private int twiceCount;
        private int lastPosition = -1;
        private int[] runs = new int[2]; // first and last position of each run of reads that show it, ascending
        private int runsLength;

        Element(Object value) {
            this.value = value;
        }

        void seen(int position) {
            lastPosition = position;
            if (runsLength > 0 && runs[runsLength - 1] == position - 1) {
                runs[runsLength - 1] = position;
                return;
            }
            if (runsLength == runs.length) {
                runs = Arrays.copyOf(runs, 2 * runsLength);
            }
            runs[runsLength++] = position;
            runs[runsLength++] = position;
        }

        void knownBy(Event event) {
            if (known == null || event.index() < known.index()) {
                known = event;
            }
        }
    }

    /** Takes an operation; what makes it unreadable, if anything does. */
    Optional<Finding> note(Operation operation) {
        Event invoke = operation.invoke();
        if (invoke.f().equals(ClientFields.READ_SET)) {
            boolean ok = operation.outcome() == Event.Type.OK;
            boolean list = operation.completion().map(Event::value).orElse(null) instanceof List<?>;
            if (ok && list) {
                reads.add(operation);
            }
            return ok && !list ? Optional.of(unreadable(operation, "shows no list")) : Optional.empty();
        }
        Object value = invoke.value();
        if (value == null) {
            return Optional.of(unreadable(operation, "names no element"));
        }
        Element element = elements.computeIfAbsent(value, Element::new);
        if (element.added != null) {
            element.addedTwice = true;
            return Optional.of(unreadable(operation, "adds " + value + " again, which is not judged"));
        }
        element.added = operation;
        if (operation.outcome() == Event.Type.OK) {
            element.knownBy(operation.completion().orElseThrow());
        }
        return Optional.empty();
    }

    private Finding unreadable(Operation operation, String what) {
        return Finding.of(
                "event " + operation.invoke().index() + ", \""
                        + operation.invoke().f() + "\" on set " + key + ", " + what,
                events(operation).toList());
    }

    /** Adds what is wrong with this set to {@code tally}. */
    void judge(DurabilityChecker.Tally tally) {
        reads.sort(Comparator.comparingLong(read -> read.invoke().index()));
        for (int position = 0; position < reads.size(); position++) {
            look(position);
        }
        for (Element element : elements.values()) {
            boolean acknowledged =
                    element.added != null && element.added.outcome() == Event.Type.OK && !element.addedTwice;
            tally.acknowledged += acknowledged ? 1 : 0;
            if (!element.addedTwice) {
                judge(element, acknowledged, tally);
            }
        }
    }

    private void look(int position) {
        Operation read = reads.get(position);
        Event answer = read.completion().orElseThrow();
        if (!(answer.value() instanceof List<?> values)) {
            return;
        }
        for (Object value : values) {
            if (value == null) {
                continue;
            }
            Element element = elements.computeIfAbsent(value, Element::new);
            if (element.lastPosition == position) {
                if (element.twiceIn < 0 || element.twiceIn == position) {
                    element.twiceIn = position;
                    element.twiceCount++;
                }
                continue;
            }
            element.seen(position);
            element.knownBy(answer);
            if (element.seenIn == null
                    || answer.index()
                            < element.seenIn.completion().orElseThrow().index()) {
                element.seenIn = read;
            }
        }
    }

    private void judge(Element element, boolean acknowledged, DurabilityChecker.Tally tally) {
        Operation added = element.added;
        Operation seenIn = element.seenIn;
        if (element.twiceIn >= 0) {
            tally.duplicated.add(() -> duplicated(element, reads.get(element.twiceIn)));
        }
        if (seenIn != null
                && (added == null
                        || seenIn.completion().orElseThrow().index()
                                < added.invoke().index())) {
            tally.fromNowhere.add(() -> fromNowhere(element, seenIn));
            return;
        }
        if (added != null && seenIn != null && added.outcome() == Event.Type.FAIL) {
            tally.failedAndSeen.add(() -> failedAndSeen(element, added, seenIn));
            return;
        }
        tally.recovered += seenIn != null && !acknowledged ? 1 : 0;
        if (added != null && element.known != null) {
            presence(element, added, element.known, acknowledged, tally);
        }
    }

    /** Compares the reads that had to show the element with those that do. */
    private void presence(
            Element element, Operation added, Event known, boolean acknowledged, DurabilityChecker.Tally tally) {
        int from = firstReadAfter(known);
        int count = reads.size() - from;
        if (count == 0) {
            tally.unread += acknowledged ? 1 : 0;
            return;
        }
        int present = 0;
        int firstAbsent = from;
        for (int i = 0; i < element.runsLength; i += 2) {
            int begin = Math.max(element.runs[i], from);
            present += Math.max(0, element.runs[i + 1] - begin + 1);
            firstAbsent = begin <= firstAbsent ? Math.max(firstAbsent, element.runs[i + 1] + 1) : firstAbsent;
        }
        int lacking = count - present;
        if (lacking == 0) {
            return;
        }
        boolean lost = element.runsLength == 0 || element.runs[element.runsLength - 1] != reads.size() - 1;
        Operation lacks = reads.get(lost ? reads.size() - 1 : firstAbsent);
        if (lost) {
            String fault = tally.countLoss(known);
            tally.lost.add(() -> absent(element, added, known, lacks, lacking, "is lost", fault));
        } else if (patienceNanos == 0) {
            tally.stale.add(() -> absent(element, added, known, lacks, lacking, "was missing for a time", ""));
        }
    }

    /** Position of the first read that had to show what was known by that event; the number of reads if there is none. */
    private int firstReadAfter(Event known) {
        int low = 0;
        int high = reads.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            Event invoke = reads.get(middle).invoke();
            boolean after = invoke.index() > known.index() && invoke.timeNanos() - known.timeNanos() >= patienceNanos;
            if (after) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private Finding absent(
            Element element,
            Operation added,
            Event known,
            Operation lacks,
            int lackingCount,
            String became,
            String fault) {
        boolean acknowledged = added.outcome() == Event.Type.OK;
        String how = acknowledged
                ? ", acknowledged by " + node(added) + epochWords(added) + " at " + Words.seconds(known.timeNanos())
                : ", never acknowledged, but seen at " + Words.seconds(known.timeNanos());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("key", key);
        details.put("element", element.value);
        details.put("readsThatLackIt", (long) lackingCount);
        if (!fault.isEmpty()) {
            details.put("fault", fault);
        }
        return new Finding(
                element.value + " in set " + key + how + ", " + became + ": " + lackingCount + " later "
                        + (lackingCount == 1 ? "read lacks" : "reads lack") + " it, such as that from " + node(lacks)
                        + epochWords(lacks) + " asked for at " + Words.seconds(lacks.invokedNanos())
                        + (fault.isEmpty() ? "" : "; it belongs to " + fault),
                Optional.of(Grade.STATE_LOST_OR_FORKED),
                List.of(node(added), node(lacks)),
                epochs(added, lacks),
                Stream.concat(Stream.of(known.index()), Stream.concat(events(added), events(lacks)))
                        .toList(),
                details);
    }

    private Finding duplicated(Element element, Operation read) {
        return new Finding(
                element.value + " was added to set " + key + " once and is there " + (element.twiceCount + 1)
                        + " times in the read from " + node(read) + epochWords(read) + " asked for at "
                        + Words.seconds(read.invokedNanos()),
                Optional.of(Grade.STATE_LOST_OR_FORKED),
                List.of(node(read)),
                epochs(read),
                Stream.concat(Stream.ofNullable(element.added).flatMap(SetHistory::events), events(read))
                        .toList(),
                Map.of("key", key, "element", element.value));
    }

    private Finding fromNowhere(Element element, Operation read) {
        return new Finding(
                element.value + " is in set " + key + ", read from " + node(read) + epochWords(read) + " at "
                        + Words.seconds(read.completedNanos()) + ", though nobody had asked to add it",
                Optional.of(Grade.STATE_LOST_OR_FORKED),
                List.of(node(read)),
                epochs(read),
                events(read).toList(),
                Map.of("key", key, "element", element.value));
    }

    private Finding failedAndSeen(Element element, Operation added, Operation read) {
        String error = added.completion()
                .flatMap(answer -> answer.text(ClientFields.ERROR))
                .orElse("without a reason");
        return new Finding(
                element.value + " is in set " + key + ", read from " + node(read) + epochWords(read) + " at "
                        + Words.seconds(read.completedNanos()) + ", though " + node(added)
                        + " had refused to add it (" + error + ") at " + Words.seconds(added.completedNanos()),
                Optional.of(Grade.STATE_LOST_OR_FORKED),
                List.of(node(read), node(added)),
                epochs(read),
                Stream.concat(events(added), events(read)).toList(),
                Map.of("key", key, "element", element.value));
    }

    private static String node(Operation operation) {
        return operation.invoke().text(ClientFields.NODE).orElse("(nobody known)");
    }

    private static String epochWords(Operation operation) {
        return Effect.epochOf(operation).isPresent()
                ? " (epoch " + Effect.epochOf(operation).getAsLong() + ")"
                : "";
    }

    private static List<Long> epochs(Operation... operations) {
        return Arrays.stream(operations)
                .flatMap(operation -> Effect.epochOf(operation).stream().boxed())
                .toList();
    }

    private static Stream<Long> events(Operation operation) {
        return Stream.concat(
                Stream.of(operation.invoke().index()),
                operation.completion().stream().map(Event::index));
    }
}
