package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * An HTTP answer. Immutable.
 *
 * @param location where to ask instead; empty for none
 * @param contentType empty exactly if the body is
 * @param standing the belief it was given under: it decides whether the answer carries an epoch
 * @param stream what follows instead of a body
 */
record Answer(
        int status, String location, String contentType, String body, Standing standing, Optional<EventStream> stream) {

    static Answer json(int status, JsonNode body, Standing standing) {
        return new Answer(status, "", "application/json", Json.text(body), standing, Optional.empty());
    }

    static Answer text(int status, String text, Standing standing) {
        return new Answer(status, "", "text/plain; charset=utf-8", text, standing, Optional.empty());
    }

    static Answer empty(int status, Standing standing) {
        return new Answer(status, "", "", "", standing, Optional.empty());
    }

    static Answer redirect(String location, Standing standing) {
        return new Answer(307, location, "", "", standing, Optional.empty());
    }

    /** An answer that goes on. */
    static Answer stream(EventStream stream, Standing standing) {
        return new Answer(200, "", "application/json", "", standing, Optional.of(stream));
    }
}
