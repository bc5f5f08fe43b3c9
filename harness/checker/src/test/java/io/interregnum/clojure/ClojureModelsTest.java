package io.interregnum.clojure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.java.api.Clojure;
import clojure.lang.AFn;
import io.interregnum.check.linear.Limits;
import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.check.linear.LinearOutcome.Answer;
import io.interregnum.check.linear.Linearizability;
import io.interregnum.check.linear.Model;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClojureModelsTest {
    private static final List<LinearOperation> TWO_ADDS = List.of(
            LinearOperation.pending(0, "add", 1L, 0),
            new LinearOperation(1, "add", 2L, 1, 2),
            new LinearOperation(2, "read", 3L, 3, 4),
            LinearOperation.pending(3, "read", null, 5));

    private static LinearOutcome judge(Model<?> model, List<LinearOperation> operations) {
        return Linearizability.check(model, operations, Limits.on(RunClock.on(() -> 0)));
    }

    @Test
    void comeFromNamespaces() {
        ClojureModel counter = ClojureModels.fromNamespace("interregnum.samples.counter");

        assertThat(counter.name()).isEqualTo("interregnum.samples.counter");
        assertThat(judge(counter, TWO_ADDS).order())
                .extracting(LinearOperation::id)
                .containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(judge(counter, List.of(new LinearOperation(0, "read", 7L, 0, 1)))
                        .witness()
                        .orElseThrow()
                        .refusal())
                .isEqualTo("the sum is 0, not 7");
    }

    @Test
    void beginWhereTheyAreTold() {
        ClojureModel counter = ClojureModels.fromNamespace("interregnum.samples.counter");
        ClojureModel register = ClojureModels.fromNamespace("interregnum.samples.register");

        assertThat(judge(counter.withInitial(7L), List.of(new LinearOperation(0, "read", 7L, 0, 1)))
                        .answer())
                .isEqualTo(Answer.LINEARIZABLE);
        assertThatThrownBy(() -> counter.withInitial("seven").step("seven", TWO_ADDS.get(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> register.withInitial(1L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it takes no initial value");
    }

    @Test
    void seePlainDataAsClojureWouldHaveWrittenIt() {
        Object op = ClojureModel.op(new LinearOperation(0, "txn", List.of(List.of(":write", ":x", 1L)), 0, 1));

        assertThat(op).isEqualTo(Clojure.read("{:f :txn, :value [[:write :x 1]], :type :ok}"));
        assertThat(ClojureModel.op(LinearOperation.pending(0, "read", null, 0)))
                .isEqualTo(Clojure.read("{:f :read, :value nil, :type :invoke}"));
    }

    @Test
    void mayBeFunctions() {
        ClojureModel once = ClojureModels.fromFunction("once", "unused", new AFn() {
            @Override
            public Object invoke(Object state, Object op) {
                return state.equals("unused")
                        ? "used"
                        : Clojure.var("interregnum.model", "inconsistent").invoke("it is used up");
            }
        });

        LinearOutcome outcome = judge(
                once, List.of(new LinearOperation(0, "use", null, 0, 1), new LinearOperation(1, "use", null, 2, 3)));

        assertThat(outcome.witness().orElseThrow().refusal()).isEqualTo("it is used up");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nowhere     | namespace interregnum.samples.nowhere is not on the class path: expected interregnum/samples/nowhere.clj
            throws      | namespace interregnum.samples.throws (interregnum/samples/throws.clj) failed while it was loaded: .*not today.*
            unresolved  | namespace interregnum.samples.unresolved (.*) failed .*no-such-function.*
            needs-more  | namespace interregnum.samples.needs-more (interregnum/samples/needs_more.clj) failed .*interregnum/samples/missing.*
            empty       | namespace interregnum.samples.empty (.*) has no public var "model", or it is nil; expected the model before
            no-step     | namespace interregnum.samples.no-step (.*) has no function "step", and {:held nil} is no model: it satisfies
            gives-nil   | (interregnum.samples.gives-nil/model) gave nil; expected the model before the first operation
            """)
    void thatCannotBeHadSayWhy(String namespace, String words) {
        String pattern = "(?s)" + words.replaceAll("[(){}\\[\\]?]", "\\\\$0") + ".*";

        assertThatThrownBy(() -> ClojureModels.fromNamespace("interregnum.samples." + namespace))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(pattern);
    }

    @Test
    void thatFailSayAtWhat() {
        ClojureModel forgetful = ClojureModels.fromNamespace("interregnum.samples.forgetful");
        ClojureModel register = ClojureModels.fromNamespace("interregnum.samples.register");

        assertThatThrownBy(() -> judge(forgetful, List.of(new LinearOperation(0, "read", 7L, 0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("model interregnum.samples.forgetful: step of 0 and \\{.*:f :read.*}: it gave nil; "
                        + "expected the next model, or \\(interregnum.model/inconsistent why\\)");
        assertThatThrownBy(() -> judge(register, List.of(new LinearOperation(0, "incr", 7L, 0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "model interregnum.samples.register: step of .* and \\{.*:f :incr.*}: No matching clause: :incr");
    }

    @Test
    void needClojure() throws IOException {
        try (IsolatedClojure without = IsolatedClojure.absent()) {
            assertThat(without.callJava(CallerWithoutClojure.class.getName(), "words", "any.model"))
                    .isEqualTo(List.of(
                            "namespace any.model cannot be loaded: org.clojure:clojure is not on the class path; "
                                    + "put it and its two spec jars there",
                            "ABSENT: org.clojure:clojure is not on the class path"));
        }
    }
}
