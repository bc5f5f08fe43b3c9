package io.interregnum.masters;

/** How a master ends itself. Safe for many threads; only the first call counts. */
interface Exit {

    /** Stops claiming, logs the sentence, and ends the process without closing any session. May return. */
    void die(String sentence);

    /** The same, but first gives waiting clients their last answers, for a bounded moment. */
    void die(String sentence, Runnable lastAnswers);
}
