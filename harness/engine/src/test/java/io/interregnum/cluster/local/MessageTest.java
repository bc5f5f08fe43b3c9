package io.interregnum.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static Message read(byte[] bytes) throws IOException {
        return Message.read(Channels.newChannel(new ByteArrayInputStream(bytes)));
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        Message message = new Message(7, List.of("run", "", "two words\nand a line", "Grüße"));

        assertThat(read(message.encoded().array())).isEqualTo(message);
    }

    @Test
    void saysThatTheOtherSideIsGoneAfterAnyPrefix() {
        byte[] bytes = new Message(1, List.of("state", "zk-1")).encoded().array();

        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(prefix)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void refusesWhatIsNoMessage() {
        byte[] tooLong =
                ByteBuffer.allocate(4).putInt(Message.LENGTH_BYTES_MAX + 1).array();
        byte[] wordTooLong =
                ByteBuffer.allocate(16).putInt(12).putInt(1).putInt(1).putInt(5).array();
        byte[] noWords = ByteBuffer.allocate(12).putInt(8).putInt(1).putInt(0).array();

        assertThatThrownBy(() -> read(tooLong)).hasMessageContaining("a message of 1048577 bytes");
        assertThatThrownBy(() -> read(wordTooLong)).hasMessageContaining("word 0 of a message says 5 bytes");
        assertThatThrownBy(() -> read(noWords)).hasMessageContaining("without words");
    }
}
