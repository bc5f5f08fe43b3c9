package io.interregnum.check.linear;

import java.util.Set;

/** A mutex that does not know who holds it: whoever releases it, releases it. The state is whether it is held. Immutable. */
final class MutexModel implements Model<Boolean> {

    @Override
    public String name() {
        return "mutex";
    }

    @Override
    public Boolean initial() {
        return false;
    }

    @Override
    public Set<String> functions() {
        return Set.of("acquire", "release");
    }

    @Override
    public Step<Boolean> step(Boolean held, LinearOperation operation) {
        return switch (operation.f()) {
            case "acquire" -> held ? Step.refused("the mutex is held, so it cannot be acquired") : Step.to(true);
            case "release" -> held ? Step.to(false) : Step.refused("the mutex is free, so it cannot be released");
            default -> throw Form.unknown(operation, this, "acquire", "release");
        };
    }

    @Override
    public String words(Boolean held) {
        return held ? "held" : "free";
    }
}
