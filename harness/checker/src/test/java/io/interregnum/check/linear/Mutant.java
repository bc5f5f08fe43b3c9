package io.interregnum.check.linear;

import java.util.Set;

/**
 * A model with one mistake. Knows whether the mistake ever showed in a step: one that never does is no mistake.
 *
 * @param <S> the model's state
 */
final class Mutant<S> implements Model<S> {
    private final String mistake;
    private final Model<S> model;
    private final Steps<S> wrong;
    private boolean showed;

    /** How it steps. */
    interface Steps<S> {
        Step<S> step(S state, LinearOperation operation);
    }

    Mutant(String mistake, Model<S> model, Steps<S> wrong) {
        this.mistake = mistake;
        this.model = model;
        this.wrong = wrong;
    }

    /** True once it stepped otherwise than the model that it is made of. */
    boolean showed() {
        return showed;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public S initial() {
        return model.initial();
    }

    @Override
    public Set<String> functions() {
        return model.functions();
    }

    @Override
    public Step<S> step(S state, LinearOperation operation) {
        Step<S> step = wrong.step(state, operation);
        showed |= !step.next().equals(model.step(state, operation).next());
        return step;
    }

    @Override
    public boolean onlyLooks(LinearOperation operation) {
        return model.onlyLooks(operation);
    }

    @Override
    public String toString() {
        return model.name() + ": " + mistake;
    }
}
