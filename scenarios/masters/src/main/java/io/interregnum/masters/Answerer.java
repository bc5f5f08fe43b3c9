package io.interregnum.masters;

import java.util.concurrent.CompletionStage;

/** What stands behind an {@link HttpFrontend}. Safe for many threads; must not block. */
interface Answerer {

    /**
     * The answer to a request; completes when it is ready.
     *
     * @param stream the request's {@code Mesos-Stream-Id}; empty if it has none
     */
    CompletionStage<Answer> answer(String method, String path, byte[] body, String stream);
}
