package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What states are made of, compared with what the JDK has. */
class StatesTest {
    /** A key with few hashes, so that some are shared. */
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number % 7;
        }
    }

    @Test
    void aTrieIsAMap() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Map<Object, Integer> map = new HashMap<>();
            HashTrie<Object, Integer> trie = HashTrie.empty();
            HashTrie<Object, Integer> other = HashTrie.empty(); // with the same in it, made in another way
            for (int i = 0; i < 200; i++) {
                int number = random.nextInt(40);
                Object key = seed % 2 == 0 ? new Key(number) : (Object) ("k" + number);
                HashTrie<Object, Integer> before = trie;
                int sizeBefore = map.size();
                if (random.nextInt(3) > 0) {
                    map.put(key, i % 5);
                    trie = trie.with(key, i % 5);
                } else {
                    map.remove(key);
                    trie = trie.without(key);
                }
                assertThat(before.size()).isEqualTo(sizeBefore);
                assertThat(trie.size()).isEqualTo(map.size());
                assertThat(trie.get(key)).isEqualTo(map.get(key));
                assertThat(trie.equals(before)).isEqualTo(trie.toString().equals(before.toString()));
            }
            for (Map.Entry<Object, Integer> entry : map.entrySet()) {
                assertThat(trie.get(entry.getKey())).isEqualTo(entry.getValue());
                other = other.with("x", 1).with(entry.getKey(), 9).with(entry.getKey(), entry.getValue());
            }
            other = other.without("x");
            assertThat(other).isEqualTo(trie).hasSameHashCodeAs(trie);
            assertThat(other.with("x", 1)).isNotEqualTo(trie);
            assertThat(trie.keys()).containsExactlyInAnyOrderElementsOf(map.keySet());
        }
    }

    @Test
    void aSharedQueueIsAQueue() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Deque<Object> deque = new ArrayDeque<>();
            SharedQueue queue = SharedQueue.EMPTY;
            for (int i = 0; i < 300; i++) {
                if (random.nextInt(5) < 3) {
                    deque.addLast(i % 3);
                    queue = queue.with(i % 3);
                } else {
                    deque.pollFirst();
                    queue = queue.rest();
                }
                assertThat(queue.size()).isEqualTo(deque.size());
                assertThat(queue.isEmpty()).isEqualTo(deque.isEmpty());
                assertThat(queue.head()).isEqualTo(deque.peekFirst());
            }
            SharedQueue same = SharedQueue.of(new ArrayList<>(deque));
            assertThat(queue).isEqualTo(same).hasSameHashCodeAs(same).hasToString(deque.toString());
            assertThat(queue.with(1))
                    .isNotEqualTo(queue)
                    .isNotEqualTo(queue.with(2))
                    .isEqualTo(same.with(1));
            assertThat(queue.rest()).isEqualTo(same.rest());
        }
    }

    @Test
    void aLongQueueIsQuick() {
        SharedQueue queue = SharedQueue.EMPTY;
        for (int i = 0; i < 300_000; i++) {
            queue = queue.with(i);
        }
        for (int i = 0; i < 300_000; i++) {
            if (!Integer.valueOf(i).equals(queue.head())) {
                throw new AssertionError(i);
            }
            queue = queue.rest();
        }
        assertThat(queue).isEqualTo(SharedQueue.EMPTY);
    }

    @Test
    void anAppendedTextIsAText() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            String text = "";
            AppendedText appended = AppendedText.EMPTY;
            for (int i = 0; i < 50; i++) {
                String more = "ab".repeat(4).substring(random.nextInt(4), 4 + random.nextInt(4));
                text += more;
                appended = appended.append(more);
                assertThat(appended.is(text)).isTrue();
                assertThat(appended.is(text + "a")).isFalse();
                assertThat(appended.is("c" + text.substring(1))).isFalse();
            }
            AppendedText whole = AppendedText.of(text);
            assertThat(appended).isEqualTo(whole).hasSameHashCodeAs(whole).hasToString(text);
            assertThat(appended.append("")).isEqualTo(appended);
            assertThat(appended.append("a")).isNotEqualTo(appended).isNotEqualTo(appended.append("b"));
            assertThat(AppendedText.of("").append("a")).isEqualTo(AppendedText.of("a"));
        }
    }

    /** Two texts of one length and one hash. */
    @Test
    void oneHashIsNotOneText() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        assertThat(AppendedText.of("Aa").append("x"))
                .isNotEqualTo(AppendedText.of("BB").append("x"));
        assertThat(AppendedText.of("A").append("a").is("BB")).isFalse();
        assertThat(SharedQueue.of(List.of("Aa"))).isNotEqualTo(SharedQueue.of(List.of("BB")));
        HashTrie<String, String> trie = HashTrie.empty();
        assertThat(trie.with("Aa", "v")).isNotEqualTo(trie.with("BB", "v"));
        assertThat(trie.with("Aa", "v").with("BB", "w"))
                .isEqualTo(trie.with("BB", "w").with("Aa", "v"));
        assertThat(trie.with("k", "Aa")).isNotEqualTo(trie.with("k", "BB"));
    }
}
