package io.interregnum.masters;

import java.util.function.BooleanSupplier;

/**
 * How a registrar ends the process: only as long as its leadership goes on. After that it merely answers those who wait.
 *
 * @param process ends the process
 * @param leads whether the registrar's leadership goes on
 */
record TermExit(Exit process, BooleanSupplier leads) implements Exit {

    @Override
    public void die(String sentence) {
        if (leads.getAsBoolean()) {
            process.die(sentence);
        }
    }

    @Override
    public void die(String sentence, Runnable lastAnswers) {
        if (leads.getAsBoolean()) {
            process.die(sentence, lastAnswers);
        } else {
            lastAnswers.run();
        }
    }
}
