package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A registrar ends the process only while its leadership goes on. */
class TermExitTest {
    private final List<String> said = new ArrayList<>();
    private final Exit process = new Exit() {
        @Override
        public void die(String sentence) {
            said.add(sentence);
        }

        @Override
        public void die(String sentence, Runnable lastAnswers) {
            said.add(sentence);
            lastAnswers.run();
        }
    };

    @Test
    void endsTheProcessOfALeader() {
        TermExit exit = new TermExit(process, () -> true);

        exit.die("one");
        exit.die("two", () -> said.add("answers"));

        assertThat(said).containsExactly("one", "two", "answers");
    }

    @Test
    void onlyAnswersAfterTheLeadershipIsOver() {
        TermExit exit = new TermExit(process, () -> false);

        exit.die("one");
        exit.die("two", () -> said.add("answers"));

        assertThat(said).containsExactly("answers");
    }
}
