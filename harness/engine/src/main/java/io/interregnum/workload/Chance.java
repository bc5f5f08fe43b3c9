package io.interregnum.workload;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * All chance of a run, from one seed, split by purpose, so that drawing more for one purpose does not shift another.
 *
 * @param seed any number
 */
public record Chance(long seed) {

    /** A generator for one purpose; the same seed and purpose give the same numbers. For one thread. */
    public RandomGenerator purpose(String purpose) {
        CRC32 crc = new CRC32();
        crc.update(purpose.getBytes(StandardCharsets.UTF_8));
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + crc.getValue());
    }
}
