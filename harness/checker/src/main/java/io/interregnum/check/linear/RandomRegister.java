package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A register, with or without compare-and-set. */
final class RandomRegister implements RandomObject {
    private final RandomDice dice;
    private final boolean knowsCas;
    private @Nullable Long held;

    RandomRegister(RandomDice dice, boolean knowsCas) {
        this.dice = dice;
        this.knowsCas = knowsCas;
    }

    @Override
    public Request ask(int client) {
        if (dice.percent(40)) {
            return new Request(client, "read", null);
        }
        if (!knowsCas || dice.percent(35)) {
            return new Request(client, "write", dice.value());
        }
        Long expected = dice.percent(70) ? held : dice.someValue();
        return new Request(client, "cas", Arrays.asList(expected, dice.value()));
    }

    @Override
    public Answer apply(Request request) {
        switch (request.f()) {
            case "read" -> {
                return Answer.of(held);
            }
            case "write" -> held = (Long) request.value();
            default -> {
                List<?> pair = (List<?>) Objects.requireNonNull(request.value());
                if (!Objects.equals(pair.get(0), held)) {
                    return Answer.REFUSED;
                }
                held = (Long) pair.get(1);
            }
        }
        return Answer.of(request.value());
    }

    @Override
    public boolean liesAmidOthers() {
        return true;
    }

    /**
     * The second value's writer began after the first value's only writer had ended, and ended before the read began, so
     * the first is gone for ever, whoever else wrote what.
     */
    @Override
    public List<Told> lie() {
        Long lost = dice.freshValue();
        Long kept = dice.freshValue();
        return List.of(
                new Told(new Request(0, "write", lost), lost),
                new Told(new Request(1, "write", kept), kept),
                new Told(new Request(0, "read", null), lost));
    }
}
