package io.interregnum.clojure;

import clojure.lang.IFn;
import clojure.lang.Keyword;
import clojure.lang.RT;
import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.check.linear.Model;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What Knossos says about a history that was judged here.
 *
 * @param kind how that compares
 * @param detail what it said, how long it took, or why it said nothing, as a clause
 */
public record SecondOpinion(Kind kind, String detail) {

    /** How two opinions compare. */
    public enum Kind {
        /** Both decided, and alike. */
        AGREES,
        /** Both decided, and not alike: one of the two is wrong. */
        DISAGREES,
        /** Knossos decided and we did not. */
        DECIDES_ALONE,
        /** Knossos did not decide: out of time or memory, or it threw. */
        GAVE_UP,
        /** There is no Knossos, or no Clojure, on the class path. */
        ABSENT
    }

    /**
     * Asks Knossos. It judges by its own model where it has the same one, else by {@code model} in its clothes, so that
     * only the searches are compared; {@code detail} says which.
     *
     * <p>Blocks for {@code timeMax} and a few seconds at most; then Knossos is told to stop and interrupted. An interrupt
     * of the caller is kept and ends the waiting, with {@link Kind#GAVE_UP}.
     *
     * @param operations as they were judged
     * @param own what was found about them
     * @throws IllegalArgumentException when two operations have one id, or one is none of the model's
     */
    public static SecondOpinion ofKnossos(
            Model<?> model, List<LinearOperation> operations, LinearOutcome.Answer own, Duration timeMax) {
        if (!ClojureRuntime.isPresent()) {
            return new SecondOpinion(Kind.ABSENT, "org.clojure:clojure is not on the class path");
        }
        Object opinion = ask(model, operations, own, timeMax);
        String kind = ((Keyword) RT.get(opinion, Keyword.intern("opinion"))).getName();
        return new SecondOpinion(Kind.valueOf(kind.replace('-', '_').toUpperCase(Locale.ROOT)), (String)
                RT.get(opinion, Keyword.intern("detail")));
    }

    private static Object ask(
            Model<?> model, List<LinearOperation> operations, LinearOutcome.Answer own, Duration timeMax) {
        IFn ask = ClojureRuntime.own("interregnum.second-opinion", "of-operations");
        try {
            return ClojureRuntime.within(() -> ask.invoke(model, operations, valid(own), timeMax.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RT.map(
                    Keyword.intern("opinion"),
                    Keyword.intern("gave-up"),
                    Keyword.intern("detail"),
                    "interrupted while knossos was asked");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("knossos could not be asked: " + e, e);
        }
    }

    private static Object valid(LinearOutcome.Answer own) {
        return switch (own) {
            case LINEARIZABLE -> true;
            case NOT_LINEARIZABLE -> false;
            case UNDECIDED -> Keyword.intern("unknown");
        };
    }
}
