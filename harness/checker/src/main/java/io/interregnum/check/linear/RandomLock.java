package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mutex of any kind. Clients that find it held may wait. */
final class RandomLock implements RandomObject {
    private static final int NOBODY = -1;

    /** What distinguishes the kinds. */
    enum Kind {
        /** Knows no owner. */
        PLAIN(1, false),
        OWNED(1, false),
        REENTRANT(2, false),
        FENCED(1, true),
        REENTRANT_FENCED(2, true);

        private final int acquisitionsMax;
        private final boolean fenced;

        Kind(int acquisitionsMax, boolean fenced) {
            this.acquisitionsMax = acquisitionsMax;
            this.fenced = fenced;
        }
    }

    private final RandomDice dice;
    private final Kind kind;
    private int holder = NOBODY;
    private int acquisitions;
    private long fence;

    RandomLock(RandomDice dice, Kind kind) {
        this.dice = dice;
        this.kind = kind;
    }

    @Override
    public Request ask(int client) {
        boolean holds = kind == Kind.PLAIN ? holder != NOBODY && dice.percent(50) : holder == client;
        boolean release = dice.percent(holds ? 70 : 10);
        return request(client, release ? "release" : "acquire");
    }

    private Request request(int client, String f) {
        return new Request(client, f, value(client, false));
    }

    private @Nullable Object value(int client, boolean withFence) {
        if (kind == Kind.PLAIN) {
            return null;
        }
        String name = "c" + client;
        return withFence ? RandomDice.map("client", name, "fence", fence) : RandomDice.map("client", name);
    }

    @Override
    public Answer apply(Request request) {
        int client = request.client();
        boolean mine = holder == client || (kind == Kind.PLAIN && holder != NOBODY);
        if (request.f().equals("release")) {
            if (!mine) {
                return Answer.REFUSED;
            }
            acquisitions--;
            holder = acquisitions == 0 ? NOBODY : holder;
            return Answer.of(request.value());
        }
        if (holder != NOBODY && (!mine || acquisitions == kind.acquisitionsMax)) {
            return mine ? Answer.REFUSED : Answer.BUSY;
        }
        fence += holder == NOBODY ? 1 : 0;
        holder = client;
        acquisitions++;
        return Answer.of(value(client, kind.fenced));
    }

    /**
     * A second holder while nothing can have released the first; with fences, a second holding under the fence of one
     * that had been seen before it was asked for.
     */
    @Override
    public List<Told> lie() {
        List<Told> told = new ArrayList<>();
        while (holder != NOBODY) {
            told.add(tell(request(holder, "release")));
        }
        int first = dice.below(2);
        told.add(tell(request(first, "acquire")));
        Object same = value(1 - first, kind.fenced);
        if (kind.fenced) {
            told.add(tell(request(first, "release")));
            holder = 1 - first;
            acquisitions = 1;
        }
        told.add(new Told(request(1 - first, "acquire"), same));
        return told;
    }

    private Told tell(Request request) {
        return new Told(request, apply(request).value());
    }

    @Override
    public boolean keeps(String f) {
        return f.equals("release");
    }
}
