package io.interregnum.check.linear;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves out what cannot matter: pending reads, and pending writes and compare-and-sets whose value nobody observed.
 *
 * <p>A value is <em>observed</em> when an answered read returned it, an answered compare-and-set found it (one that was
 * refused and told what it found is a read), or a pending compare-and-set that expects it writes an observed value
 * itself. The history with all operations is linearizable if and only if the one that is left is:
 *
 * <p><em>If.</em> What was left out is pending and need not happen, so an order of the rest is an order of all.
 *
 * <p><em>Only if.</em> Take an order of all and delete what was left out. Writes hold anywhere. Every other operation x
 * that is left stands at a value v that is observed: x is an answered read or compare-and-set, or a pending
 * compare-and-set that was kept because its value is observed. Before x in the order of all, the last operation that
 * changed the register wrote v, or there was none and v is the initial value. That operation was kept, because it is
 * answered or because v is observed; and the deletion put nothing between it and x. So x still stands at v. Real time
 * holds in a part of an order. (Values need not be unique for this.)
 *
 * <p>An operation that is left and pending may still never happen, unless its value has no other writer.
 */
final class RegisterPruning {
    private RegisterPruning() {}

    /**
     * What matters to {@code model}, in the order given; all where it is none of a register's, where nothing is pending,
     * and where a compare-and-set was refused: that demands that a value was <em>not</em> there, which what is left out
     * may have seen to.
     */
    static List<LinearOperation> prune(Model<?> model, List<LinearOperation> operations) {
        boolean pending = false;
        for (LinearOperation operation : operations) {
            pending |= operation.isPending();
        }
        return pending
                        && model instanceof RegisterModel register
                        && operations.stream().noneMatch(register::isRefusedSet)
                ? prune(operations.stream().map(register::read).toList()).stream()
                        .map(RegisterOperation::origin)
                        .toList()
                : operations;
    }

    /** What matters, in the order given. */
    static List<RegisterOperation> prune(List<RegisterOperation> operations) {
        Set<Optional<Object>> observed = new HashSet<>(); // order is never read
        for (RegisterOperation operation : operations) {
            if (operation.looks() && !operation.isPending()) {
                observed.add(operation.seen());
            }
        }
        List<RegisterOperation> pendingSets = operations.stream()
                .filter(operation -> operation.looks() && operation.isPending())
                .toList();
        for (boolean grown = true; grown; ) {
            grown = false;
            for (RegisterOperation set : pendingSets) {
                grown |= observed.contains(set.written()) && observed.add(set.seen());
            }
        }
        return operations.stream()
                .filter(operation ->
                        !operation.isPending() || (operation.changes() && observed.contains(operation.written())))
                .toList();
    }
}
