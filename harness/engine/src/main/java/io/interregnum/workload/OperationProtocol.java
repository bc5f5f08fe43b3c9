package io.interregnum.workload;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.HttpAnswer;
import io.interregnum.cluster.HttpAttempt;

/** How a system under test spells operations in HTTP. */
public interface OperationProtocol {

    /** What to send for an operation. */
    HttpAttempt.Request request(ClientRequest request);

    /**
     * What an answer means. An answer that is not understood is {@link ClientAnswer.Unknown}.
     *
     * @param addresses to recognise nodes in redirects
     */
    ClientAnswer read(ClientRequest request, HttpAnswer answer, Addresses addresses);
}
