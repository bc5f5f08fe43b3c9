package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void leavesPlainTextAloneWhateverItsAlphabet() {
        assertThat(Printable.of("master-1 führt, epoch 7: 你好 🙂")).isEqualTo("master-1 führt, epoch 7: 你好 🙂");
    }

    @Test
    void aMasterCannotMoveTheCursorOrChangeColours() {
        assertThat(Printable.of("\u001b[2Jx\u009b1m\u0007\r")).isEqualTo("\uFFFD[2Jx\uFFFD1m\uFFFD\uFFFD");
    }

    @Test
    void oneEventStaysOnOneLine() {
        assertThat(Printable.of("a\nb\tc")).isEqualTo("a b c");
    }
}
