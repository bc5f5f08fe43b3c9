package io.interregnum.report;

import io.interregnum.check.Verdict;
import io.interregnum.metric.Budget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case of {@code junit.xml}.
 *
 * @param className by which CI servers group
 * @param durationNanos how long it took; 0 for what was only computed
 * @param problem empty for a case that passed
 */
record JunitCase(String className, String name, long durationNanos, Optional<Problem> problem) {
    static final String FAILURE = "failure";
    static final String ERROR = "error";
    private static final String PACKAGE = "interregnum.";
    /** More sentences than this help nobody in a CI server's window; all of them are in results.json. */
    private static final int SENTENCES_MAX = 100;

    /**
     * Why a case did not pass.
     *
     * @param element {@link #FAILURE} or {@link #ERROR}
     */
    record Problem(String element, String type, String message, String body) {}

    /** A case for each run, in the order of the reports, by their scenarios in the order of the first run of each. */
    static Map<String, List<JunitCase>> byScenario(List<Report> reports) {
        Map<String, List<JunitCase>> suites = new LinkedHashMap<>();
        for (Report report : reports) {
            String scenario = report.info().scenario();
            suites.computeIfAbsent(scenario, name -> new ArrayList<>())
                    .add(new JunitCase(
                            PACKAGE + scenario,
                            "seed " + report.info().seed(),
                            report.durationNanos(),
                            problem(report)));
        }
        return suites;
    }

    /** A case for each configuration, followed by one for each of its budgets. */
    static List<JunitCase> of(Trials trials) {
        String className = PACKAGE + trials.report().title();
        List<JunitCase> cases = new ArrayList<>();
        for (TrialReport.Configuration configuration : trials.report().configurations()) {
            Report run = configuration.report();
            cases.add(new JunitCase(className, configuration.name(), run.durationNanos(), problem(run)));
            for (Budget.Outcome outcome : configuration.budgets()) {
                String name = configuration.name() + ": " + outcome.budget().text();
                cases.add(new JunitCase(
                        className, name, 0, problem(outcome, trials.report().command(), run)));
            }
        }
        return List.copyOf(cases);
    }

    static long count(List<JunitCase> cases, String element) {
        return cases.stream()
                .filter(each -> each.problem()
                        .filter(problem -> problem.element().equals(element))
                        .isPresent())
                .count();
    }

    private static Optional<Problem> problem(Report report) {
        if (report.verdict() == Verdict.VALID) {
            return Optional.empty();
        }
        boolean invalid = report.verdict() == Verdict.INVALID;
        List<String> sentences = invalid ? violations(report) : Headline.doubts(report);
        return Optional.of(new Problem(
                invalid ? FAILURE : ERROR,
                Headline.word(report.verdict()),
                Headline.sentence(report),
                body(sentences, report.info().command(), report)));
    }

    private static List<String> violations(Report report) {
        return Headline.violations(report).stream()
                .map(violation ->
                        violation.checker() + ": " + violation.finding().summary())
                .toList();
    }

    private static Optional<Problem> problem(Budget.Outcome outcome, String command, Report run) {
        String element = switch (outcome.status()) {
            case KEPT -> "";
            case EXCEEDED -> FAILURE;
            case UNKNOWN -> ERROR;
        };
        return element.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        element,
                        ConfigurationView.word(outcome.status()),
                        outcome.budget().text() + ": " + outcome.reason(),
                        body(List.of(outcome.reason()), command, run)));
    }

    private static String body(List<String> sentences, String command, Report run) {
        StringBuilder body = new StringBuilder("\n");
        sentences.stream()
                .limit(SENTENCES_MAX)
                .forEach(sentence -> body.append(sentence).append('\n'));
        if (sentences.size() > SENTENCES_MAX) {
            body.append("and ").append(sentences.size() - SENTENCES_MAX).append(" more in results.json\n");
        }
        body.append("run again: ").append(command).append('\n');
        body.append("evidence: ").append(run.directory().path()).append('\n');
        return body.toString();
    }
}
