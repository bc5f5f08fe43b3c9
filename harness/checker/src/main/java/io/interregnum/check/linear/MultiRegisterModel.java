package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Registers by name, and transactions that read and write some of them in one step, one after the other: a read sees what
 * its own transaction wrote before. The state is what the registers hold, without those that hold nothing. Immutable.
 */
final class MultiRegisterModel implements Model<HashTrie<String, Object>> {
    private static final String EXPECTED =
            "a list of reads and writes, each a list of :read or :write, the register and the value";

    private final HashTrie<String, Object> initial;

    MultiRegisterModel() {
        this(HashTrie.empty());
    }

    private MultiRegisterModel(HashTrie<String, Object> initial) {
        this.initial = initial;
    }

    /**
     * A part of a transaction.
     *
     * @param value what it writes, or what it read; null for a read of which that is not known
     */
    private record Access(
            boolean writes, String register, @Nullable Object value) {

        /** True if nothing hangs on it. */
        private boolean tellsNothing() {
            return !writes && value == null;
        }
    }

    @Override
    public String name() {
        return "multi-register";
    }

    @Override
    public HashTrie<String, Object> initial() {
        return initial;
    }

    /** A map from registers to what they hold; those that are not in it, or hold null, hold nothing. */
    @Override
    public Model<HashTrie<String, Object>> withInitial(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    "a multi-register begins with a map from registers to values, not with " + Form.shown(value));
        }
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((register, held) -> {
            if (held != null) {
                sorted.put(Form.name(register), held);
            }
        });
        HashTrie<String, Object> registers = HashTrie.empty();
        for (Map.Entry<String, Object> entry : sorted.entrySet()) {
            registers = registers.with(entry.getKey(), entry.getValue());
        }
        return new MultiRegisterModel(registers);
    }

    @Override
    public Set<String> functions() {
        return Set.of("txn");
    }

    @Override
    public Step<HashTrie<String, Object>> step(HashTrie<String, Object> registers, LinearOperation operation) {
        HashTrie<String, Object> now = registers;
        for (Object part : transaction(operation)) {
            Access access = access(operation, part);
            Object value = access.value();
            if (access.writes() && value != null) {
                now = now.with(access.register(), value);
            } else if (value != null && !value.equals(now.get(access.register()))) {
                Object held = now.get(access.register());
                return Step.refused("register " + access.register() + " holds "
                        + (held == null ? "no value" : Form.shown(held)) + ", so a read cannot return "
                        + Form.shown(value));
            }
        }
        return Step.to(now);
    }

    private List<?> transaction(LinearOperation operation) {
        if (!operation.f().equals("txn")) {
            throw new IllegalArgumentException("operation " + operation.id() + ": the model " + name() + " knows no \""
                    + operation.f() + "\"; expected txn");
        }
        return Form.list(operation, EXPECTED);
    }

    private static Access access(LinearOperation operation, @Nullable Object part) {
        if (!(part instanceof List<?> access) || access.size() != 3 || access.get(1) == null) {
            throw Form.wrong(operation, EXPECTED);
        }
        String register = Form.name(access.get(1));
        Object value = access.get(2);
        return switch (Form.name(access.get(0))) {
            case "r", "read" -> new Access(false, register, operation.isPending() ? null : value);
            case "w", "write" -> {
                if (value == null) {
                    throw Form.wrong(operation, EXPECTED + "; a register cannot be set to no value");
                }
                yield new Access(true, register, value);
            }
            default -> throw Form.wrong(operation, EXPECTED);
        };
    }

    private List<Access> accesses(LinearOperation operation) {
        List<Access> accesses = new ArrayList<>();
        for (Object part : transaction(operation)) {
            accesses.add(access(operation, part));
        }
        return accesses;
    }

    @Override
    public boolean onlyLooks(LinearOperation operation) {
        return accesses(operation).stream().noneMatch(Access::writes);
    }

    /**
     * By registers that no transaction ties together. Reads of which it is not known what they returned tie nothing
     * together, and a transaction of nothing else is in no part: every state accepts it, and it leaves none changed.
     * Where all are tied together, the whole is the only part.
     */
    @Override
    public List<List<LinearOperation>> parts(List<LinearOperation> operations) {
        Map<String, String> leaders = new HashMap<>(); // order is never read
        List<String> anchors = new ArrayList<>(operations.size()); // a register of each operation; empty for none
        for (LinearOperation operation : operations) {
            String anchor = "";
            for (Access access : accesses(operation)) {
                if (access.tellsNothing()) {
                    continue;
                }
                String leader = leader(leaders, access.register());
                if (anchor.isEmpty()) {
                    anchor = access.register();
                } else {
                    leaders.put(leader, leader(leaders, anchor));
                }
            }
            anchors.add(anchor);
        }
        Map<String, List<LinearOperation>> parts = new LinkedHashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            if (!anchors.get(i).isEmpty()) {
                parts.computeIfAbsent(leader(leaders, anchors.get(i)), l -> new ArrayList<>())
                        .add(operations.get(i));
            }
        }
        return parts.size() > 1 ? List.copyOf(parts.values()) : List.of(operations);
    }

    /** The register that stands for all that are tied to {@code register}. */
    private static String leader(Map<String, String> leaders, String register) {
        String at = register;
        for (String next = leaders.get(at); next != null && !next.equals(at); next = leaders.get(at)) {
            String after = leaders.get(next);
            leaders.put(at, after == null ? next : after); // shortens the way for the next one
            at = next;
        }
        return at;
    }

    @Override
    public String words(HashTrie<String, Object> registers) {
        return Form.shown(registers);
    }
}
