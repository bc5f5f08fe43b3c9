package io.interregnum.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts all findings of one kind and keeps the first ones, so that a history full of them costs no memory. One thread. */
final class FirstFindings {
    private final int kept;
    private final List<Finding> first = new ArrayList<>();
    private long count;

    /** @param kept how many are put into words */
    FirstFindings(int kept) {
        this.kept = kept;
    }

    void add(Supplier<Finding> finding) {
        count++;
        if (first.size() < kept) {
            first.add(finding.get());
        }
    }

    /** Those that were kept, in the order of adding. */
    List<Finding> first() {
        return first;
    }

    long count() {
        return count;
    }
}
