package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that lead by sessions, in epochs. Client i is node i. Epochs are learned by being elected; sessions that have
 * expired are replaced by new ones. Each node may expire another's session.
 */
final class RandomLeadership implements RandomObject {
    private static final int NOBODY = -1;

    private final RandomDice dice;
    private final long[] session; // of each node, none of which has expired
    private final long[] lastEpoch; // that each node was elected in; 0 for none
    private long sessions = 1;
    private long epoch;
    private int obeyed = NOBODY;
    private boolean leads; // false once the session of the obeyed node has expired

    RandomLeadership(RandomDice dice, int clients) {
        this.dice = dice;
        this.session = new long[clients];
        this.lastEpoch = new long[clients];
        for (int node = 0; node < clients; node++) {
            session[node] = sessions++;
        }
    }

    @Override
    public Request ask(int client) {
        int luck = dice.below(100);
        if (leads && luck < 12) {
            return expiry(client, dice.percent(75) ? obeyed : dice.below(session.length));
        }
        if (luck < 20) {
            return new Request(client, "look", null);
        }
        if (client != obeyed && (!leads || luck < 30)) {
            return candidacy(client);
        }
        if (lastEpoch[client] == 0) {
            return new Request(client, "look", null);
        }
        return request(client, client == obeyed && luck < 35 ? "resign" : "act");
    }

    private Request expiry(int client, int node) {
        return new Request(client, "expire", RandomDice.map("session", session[node]));
    }

    private Request candidacy(int client) {
        return new Request(client, "elect", RandomDice.map("node", name(client), "session", session[client]));
    }

    private Request request(int client, String f) {
        return new Request(client, f, reign(client, lastEpoch[client]));
    }

    private static String name(int node) {
        return "n" + node;
    }

    private static Map<String, @Nullable Object> reign(int node, long epoch) {
        return RandomDice.map("node", name(node), "epoch", epoch);
    }

    @Override
    public Answer apply(Request request) {
        int node = request.client();
        Object value = request.value();
        return switch (request.f()) {
            case "look" -> Answer.of(leads ? reign(obeyed, epoch) : null);
            case "expire" -> {
                Object ended = ((Map<?, ?>) Objects.requireNonNull(value)).get("session");
                expire((Long) Objects.requireNonNull(ended));
                yield Answer.of(value);
            }
            case "elect" -> elect(node, (Map<?, ?>) Objects.requireNonNull(value));
            default -> {
                if (node != obeyed || !reign(node, epoch).equals(value)) {
                    yield Answer.REFUSED;
                }
                if (request.f().equals("resign")) {
                    if (!leads) {
                        yield Answer.REFUSED;
                    }
                    obeyed = NOBODY;
                    leads = false;
                }
                yield Answer.of(value);
            }
        };
    }

    private void expire(long ended) {
        for (int node = 0; node < session.length; node++) {
            if (session[node] == ended) {
                session[node] = sessions++;
                leads &= node != obeyed;
            }
        }
    }

    private Answer elect(int node, Map<?, ?> asked) {
        if (leads || !Objects.equals(asked.get("session"), session[node])) {
            return Answer.REFUSED;
        }
        epoch++;
        obeyed = node;
        leads = true;
        lastEpoch[node] = epoch;
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        asked.forEach((name, value) -> answer.put((String) name, value));
        answer.put("epoch", epoch);
        return Answer.of(answer);
    }

    /** An act in an epoch after one was elected in a later. */
    @Override
    public List<Told> lie() {
        List<Told> told = new ArrayList<>();
        int first = dice.below(2);
        if (leads) {
            told.add(tell(expiry(first, obeyed)));
        }
        told.add(tell(candidacy(first)));
        told.add(tell(expiry(1 - first, first)));
        told.add(tell(candidacy(1 - first)));
        Request act = request(first, "act");
        told.add(new Told(act, act.value()));
        return told;
    }

    private Told tell(Request request) {
        return new Told(request, apply(request).value());
    }
}
