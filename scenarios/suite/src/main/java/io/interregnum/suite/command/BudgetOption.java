package io.interregnum.suite.command;

import io.interregnum.metric.Budget;
import io.interregnum.suite.UsageException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Bounds that a user sets, and what follows from them. */
final class BudgetOption {
    @Option(
            names = "--budget",
            paramLabel = "WHAT.FIGURE=BOUND",
            description = "Ends with 3 when a figure is above a bound, with 2 when the trials are too few to tell: "
                    + "failover, detection, election, recovery or rediscovery; median, p90, p95, p99 or max; a time, or "
                    + "floor+300ms beside the least that ZooKeeper's time-outs allow. Or unavailability.max=15s. May be "
                    + "given several times.")
    private List<String> budgets = new ArrayList<>();

    /** @throws UsageException when one of them says nothing that can be judged */
    List<Budget> budgets() {
        try {
            return budgets.stream().map(Budget::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--budget: " + e.getMessage());
        }
    }

    /** Whether there is nothing to judge. */
    boolean isEmpty() {
        return budgets.isEmpty();
    }

    /** What each of them came to, in the order given. */
    List<Budget.Outcome> judge(Budget.Measured measured) {
        return budgets().stream().map(budget -> budget.judge(measured)).toList();
    }

    /** The exit code of some outcomes; {@link ExitCode#VALID} of none. */
    static int exitCode(List<Budget.Outcome> outcomes) {
        List<Integer> codes = new ArrayList<>(List.of(ExitCode.VALID));
        outcomes.forEach(outcome -> codes.add(
                switch (outcome.status()) {
                    case KEPT -> ExitCode.VALID;
                    case EXCEEDED -> ExitCode.OVER_BUDGET;
                    case UNKNOWN -> ExitCode.UNKNOWN;
                }));
        return ExitCode.worstOf(codes);
    }

    /** A line for people. */
    static String line(Budget.Outcome outcome) {
        return "budget " + outcome.budget().text() + ": " + outcome.status() + ", " + outcome.reason();
    }
}
