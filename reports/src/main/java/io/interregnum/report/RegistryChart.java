package io.interregnum.report;

import io.interregnum.history.ElectionFact;
import java.util.ArrayList;
import java.util.List;

/** The epochs that the registry held, from when each was seen. */
final class RegistryChart implements Chart {
    private static final int HEIGHT_PX = 22;
    private static final int EPOCHS_MAX = 300;

    @Override
    public List<Lane> lanes(Report report, Scale scale) {
        List<Mark> marks = new ArrayList<>();
        double[] free = {0};
        report.history().events().stream()
                .filter(event -> ElectionFact.of(event)
                        .filter(fact -> fact.kind() == ElectionFact.Kind.REGISTRY_EPOCH)
                        .isPresent())
                .limit(EPOCHS_MAX)
                .forEach(event -> {
                    long epoch = ElectionFact.of(event).orElseThrow().epoch();
                    double x = scale.percent(event.timeNanos());
                    marks.add(new Mark.Tick(
                            x,
                            2,
                            18,
                            "registry",
                            "registry holds epoch " + epoch + ", seen at " + Figures.moment(event.timeNanos())));
                    String words = "epoch " + epoch;
                    if (x >= free[0] && x + Mark.room(words) <= 100) {
                        marks.add(new Mark.Label(x + 0.4, 15, "start", "", words));
                        free[0] = x + Mark.room(words);
                    }
                });
        return marks.isEmpty()
                ? List.of()
                : List.of(new Lane("registry", "the epoch that the registry holds", HEIGHT_PX, List.of(), marks));
    }
}
