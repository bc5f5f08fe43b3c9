package io.interregnum.clojure;

import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.check.linear.Models;
import java.time.Duration;
import java.util.List;

/** What a caller gets that has this library and no Clojure. Run in a class loader where that is so. */
public final class CallerWithoutClojure {
    private CallerWithoutClojure() {}

    /** The words of a model that cannot be had, then those of an opinion. */
    public static List<String> words(String namespace) {
        String model;
        try {
            model = ClojureModels.fromNamespace(namespace).name();
        } catch (IllegalArgumentException e) {
            model = String.valueOf(e.getMessage());
        }
        SecondOpinion opinion = SecondOpinion.ofKnossos(
                Models.REGISTER, List.of(), LinearOutcome.Answer.LINEARIZABLE, Duration.ofSeconds(1));
        return List.of(model, opinion.kind() + ": " + opinion.detail());
    }
}
