package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.List;

/** A semaphore of two permits. Clients that find none free may wait. */
final class RandomSemaphore implements RandomObject {
    private static final int PERMITS = 2;

    private final RandomDice dice;
    private final int[] held;
    private int count;

    RandomSemaphore(RandomDice dice, int clients) {
        this.dice = dice;
        this.held = new int[clients];
    }

    @Override
    public Request ask(int client) {
        return request(client, dice.percent(held[client] > 0 ? 60 : 10) ? "release" : "acquire");
    }

    private static Request request(int client, String f) {
        return new Request(client, f, RandomDice.map("client", "c" + client));
    }

    @Override
    public Answer apply(Request request) {
        int change = request.f().equals("acquire") ? 1 : -1;
        if (change > 0 && count == PERMITS) {
            return Answer.BUSY;
        }
        if (change < 0 && held[request.client()] == 0) {
            return Answer.REFUSED;
        }
        held[request.client()] += change;
        count += change;
        return Answer.of(request.value());
    }

    /** One permit more than there are, while nothing can have released any of them. */
    @Override
    public List<Told> lie() {
        List<Told> told = new ArrayList<>();
        for (int client = 0; client < held.length; client++) {
            while (held[client] > 0) {
                told.add(tell(request(client, "release")));
            }
        }
        for (int i = 0; i < PERMITS; i++) {
            told.add(tell(request(dice.below(held.length), "acquire")));
        }
        Request third = request(dice.below(held.length), "acquire");
        told.add(new Told(third, third.value()));
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
