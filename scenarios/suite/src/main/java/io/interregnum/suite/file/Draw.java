package io.interregnum.suite.file;

import io.interregnum.suite.UsageException;
import io.interregnum.workload.Chance;
import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a file leaves to chance, drawn from the seed: one of a list, a time or a number between two. For one thread. */
final class Draw {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(ms|s|m|h) to (\\d{1,9})(ms|s|m|h)");

    private static final Pattern NUMBERS =
            Pattern.compile("(-?\\d{1,9}(?:\\.\\d{1,6})?) to (-?\\d{1,9}(?:\\.\\d{1,6})?)");

    private final YamlTree tree;
    private final Chance chance;
    private int uses;

    Draw(YamlTree tree, long seed) {
        this.tree = tree;
        this.chance = new Chance(seed);
    }

    /** A generator of its own for each use, so that a draw that is added does not shift those before it. */
    private RandomGenerator next() {
        return chance.purpose("scenario file, draw " + uses++);
    }

    /** One of the values of a list; itself where it is none. */
    JsonNode one(JsonNode node) {
        return node.isArray() ? node.get(next().nextInt(node.size())) : node;
    }

    /** A number from 0, below {@code count}. */
    int below(int count) {
        return next().nextInt(count);
    }

    /**
     * The text with each {@code 2s to 5s} replaced by a time between, in whole milliseconds, both ends included.
     *
     * @throws UsageException when the second is less than the first
     */
    String times(String text, String pointer) {
        return RANGE.matcher(text).replaceAll(range -> time(range, pointer));
    }

    private String time(MatchResult range, String pointer) {
        long least = millis(range.group(1), range.group(2));
        long most = millis(range.group(3), range.group(4));
        if (most < least) {
            throw tree.wrong(pointer, "\"" + range.group() + "\" goes from more to less");
        }
        return next().nextLong(least, most + 1) + "ms";
    }

    /**
     * A number between when the text is such as {@code 5 to 40}, both ends included, with as many decimals as they have;
     * else the text itself.
     *
     * @throws UsageException when the second is less than the first
     */
    String number(String text, String pointer) {
        Matcher range = NUMBERS.matcher(text);
        if (!range.matches()) {
            return text;
        }
        BigDecimal least = new BigDecimal(range.group(1));
        BigDecimal most = new BigDecimal(range.group(2));
        if (most.compareTo(least) < 0) {
            throw tree.wrong(pointer, "\"" + text + "\" goes from more to less");
        }
        int decimals = Math.max(least.scale(), most.scale());
        long drawn = next().nextLong(unscaled(least, decimals), unscaled(most, decimals) + 1);
        return BigDecimal.valueOf(drawn, decimals).toPlainString();
    }

    private static long unscaled(BigDecimal number, int decimals) {
        return number.setScale(decimals).unscaledValue().longValueExact();
    }

    private static long millis(String number, String unit) {
        return Long.parseLong(number)
                * List.of(1L, 1000L, 60_000L, 3_600_000L)
                        .get(List.of("ms", "s", "m", "h").indexOf(unit));
    }
}
