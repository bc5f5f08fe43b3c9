package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import java.time.Duration;
import java.util.List;

/**
 * Rules in the JVMs of nodes, by which methods do something else. The key of a rule is the name of its fault, so a node
 * has one of each. A rule ends by itself, in its JVM, at the planned end.
 */
final class Rules {
    private static final String INJECTED = "io.interregnum.cluster.sidecar.Injected";

    private Rules() {}

    /**
     * What a rule found in its JVM.
     *
     * @param on whether it is there and not over
     * @param firedCount how often its method was met
     * @param heldCount how many threads it holds now
     */
    record Found(boolean on, int firedCount, int heldCount) {}

    /**
     * The text of a rule.
     *
     * @param where class and method with a dot between
     * @param at where in the method, such as {@code AT ENTRY}
     * @param condition a method of {@code Injected}: {@code on} or {@code first}
     * @param action what is done there
     */
    static String text(Fault fault, String where, String at, String condition, String action) {
        int dot = where.lastIndexOf('.');
        return String.join(
                "\n",
                "RULE interregnum " + fault.name(),
                "CLASS " + where.substring(0, dot),
                "METHOD " + where.substring(dot + 1),
                at,
                "IF " + INJECTED + "." + condition + "(\"" + fault.name() + "\")",
                "DO " + action,
                "ENDRULE");
    }

    /** An action that holds the thread for as long as the fault lasts. */
    static String hold(Fault fault) {
        return INJECTED + ".hold(\"" + fault.name() + "\")";
    }

    /** An action that holds the thread for some milliseconds. */
    static String holdFor(Fault fault, long millis) {
        return INJECTED + ".holdFor(\"" + fault.name() + "\", " + millis + "L)";
    }

    /** An action that stops the world while a pipe is full. */
    static String stopTheWorld(String pipe) {
        return INJECTED + ".stopTheWorld(\"" + pipe + "\")";
    }

    /** An action that throws. */
    static String raise(Fault fault, String exceptionClass) {
        return "throw new " + exceptionClass + "(\"injected by " + fault.name() + "\")";
    }

    static void on(Scene scene, Fault fault, NodeId node, Duration plannedEnd, String text) {
        scene.cluster().errand(node, List.of("rule-on", fault.name(), String.valueOf(plannedEnd.toMillis()), text));
    }

    /** Takes the rule back; nothing to do where there is none, or no JVM. */
    static void off(Scene scene, Fault fault, NodeId node) {
        scene.cluster().errand(node, List.of("rule-off", fault.name()));
    }

    /** Looks in the JVM. */
    static Found look(Scene scene, Fault fault, NodeId node) {
        String[] words =
                scene.cluster().errand(node, List.of("rule-look", fault.name())).split(" ", -1);
        return words.length < 2
                ? new Found(false, 0, 0)
                : new Found(true, Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }

    /** As most faults with rules heal: the rule is gone, and a program that ended because of it runs again. */
    static void heal(Scene scene, Fault fault, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(fault, node);
            try {
                off(scene, fault, node);
            } finally {
                startIfEnded(scene, node);
            }
        });
    }

    /** Starts a program that has ended. */
    static void startIfEnded(Scene scene, NodeId node) {
        if (scene.cluster().state(node) == NodeState.ENDED) {
            scene.cluster().start(node);
        }
    }

    /**
     * Class and method in words that a step may set.
     *
     * @throws IllegalArgumentException when there is no dot
     */
    static String checkedMethod(String text) {
        if (!text.matches("\\^?[\\w$]+(\\.[\\w$]+)+")) {
            throw new IllegalArgumentException("method \"" + text
                    + "\" must be a class and a method, such as org.apache.zookeeper.ClientCnxnSocketNIO.doTransport");
        }
        return text;
    }
}
