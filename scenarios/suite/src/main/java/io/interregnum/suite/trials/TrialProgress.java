package io.interregnum.suite.trials;

import io.interregnum.fault.TimeText;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.run.RunListener;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** A line for each trial, with how long the others will take. Safe for many threads. */
public final class TrialProgress implements RunListener {
    private final int count;
    private final Consumer<String> line;
    private long beganNanos; // the phase of faults; guarded by this
    private long requestedNanos; // guarded by this
    private String victims = ""; // guarded by this
    private String next = ""; // guarded by this
    private int done; // guarded by this

    /**
     * @param count of trials
     * @param line shows a line
     */
    public TrialProgress(int count, Consumer<String> line) {
        this.count = count;
        this.line = line;
    }

    @Override
    public synchronized void leader(long timeNanos, String node, long epoch) {
        if (next.isEmpty() && requestedNanos > 0) {
            next = String.format(
                    Locale.ROOT, ", %s leads after %.3f s (epoch %d)", node, (timeNanos - requestedNanos) / 1e9, epoch);
        }
    }

    @Override
    public synchronized void fault(Event event) {
        FaultEvent.of(event).ifPresent(fault -> stage(fault, event));
    }

    private void stage(FaultEvent fault, Event event) {
        switch (fault.stage()) {
            case REQUESTED -> {
                requestedNanos = event.timeNanos();

                victims = String.join(" ", fault.targets());
                next = "";
            }
            case HEALED, HEAL_UNPROVEN -> {
                done++;
                line.accept(String.format(
                        Locale.ROOT,
                        "  trial %d of %d: %s %s%s%s",
                        done,
                        count,
                        event.f(),
                        victims,
                        next.isEmpty() ? ", nobody took over" : next,
                        left(event.timeNanos())));
            }
            case UNPROVEN -> line.accept("  " + event.f() + " " + victims + ": unproven (" + fault.detail() + ")");
            default -> {}
        }
    }

    private String left(long nanos) {
        if (done >= count) {
            return "";
        }
        long each = (nanos - beganNanos) / done;
        return "; about " + TimeText.print(Duration.ofSeconds(each * (count - done) / 1_000_000_000)) + " left";
    }

    @Override
    public synchronized void phase(long timeNanos, String phase) {
        if (phase.equals("faults")) {
            beganNanos = timeNanos;
        }
        line.accept(String.format(Locale.ROOT, "  %7.3f s  %s", timeNanos / 1e9, phase));
    }
}
