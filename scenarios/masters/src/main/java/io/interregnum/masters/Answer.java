package io.interregnum.masters;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An HTTP answer. Immutable.
 *
 * @param location where to ask instead; empty for none
 * @param contentType empty exactly if the body is
 * @param standing the belief it was given under: it decides whether the answer carries an epoch
 */
record Answer(int status, String location, String contentType, String body, Standing standing) {

    static Answer json(int status, ObjectNode body, Standing standing) {
        return new Answer(status, "", "application/json", Json.text(body), standing);
    }

    static Answer text(int status, String text, Standing standing) {
        return new Answer(status, "", "text/plain; charset=utf-8", text, standing);
    }

    static Answer empty(int status, Standing standing) {
        return new Answer(status, "", "", "", standing);
    }

    static Answer redirect(String location, Standing standing) {
        return new Answer(307, location, "", "", standing);
    }
}
