package io.interregnum.report;

import io.interregnum.metric.SessionFloor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The medians of the phases of all configurations, one bar each, on one axis that begins at 0. Medians do not add up: the
 * end of a bar is not the median of the whole, which has a mark of its own.
 */
record StackedMedians(Axis axis, List<Row> rows) {

    StackedMedians {
        rows = List.copyOf(rows);
    }

    /**
     * One configuration.
     *
     * @param words its figures
     * @param segments in the order of the phases; those that were not observed are left out
     * @param floor from where to where ZooKeeper's floor reaches
     * @param total where the median of the whole is, in percent
     */
    record Row(
            int number,
            String name,
            String words,
            List<Segment> segments,
            Optional<Curves.Floor> floor,
            OptionalDouble total) {

        Row {
            segments = List.copyOf(segments);
        }
    }

    /**
     * One phase.
     *
     * @param css its class, which gives it its pattern
     * @param x in percent
     * @param width in percent
     */
    record Segment(String css, double x, double width, String title) {}

    static StackedMedians of(List<ConfigurationView> configurations) {
        List<Long> ends = new ArrayList<>();
        for (ConfigurationView view : configurations) {
            long sum = 0;
            for (Measure measure : Measure.values()) {
                OptionalLong median = view.spread(measure).medianNanos();
                sum += measure.isPhase() ? median.orElse(0) : 0;
            }
            ends.add(sum);
            view.spread(Measure.LATENCY).medianNanos().ifPresent(ends::add);
            view.floor().ifPresent(floor -> ends.add(floor.bounds().atMostNanos()));
        }
        Axis axis = Axis.fromZero(ends);
        return new StackedMedians(
                axis, configurations.stream().map(view -> row(axis, view)).toList());
    }

    private static Row row(Axis axis, ConfigurationView view) {
        List<Segment> segments = new ArrayList<>();
        List<String> words = new ArrayList<>();
        long at = 0;
        for (Measure measure : Measure.values()) {
            OptionalLong median = view.spread(measure).medianNanos();
            String title = measure.title() + " " + Figures.duration(median);
            words.add(title);
            if (measure.isPhase() && median.isPresent()) {
                long to = at + median.getAsLong();
                segments.add(new Segment("phase-" + measure.word(), axis.percent(at), axis.width(at, to), title));
                at = to;
            }
        }
        OptionalLong total = view.spread(Measure.LATENCY).medianNanos();
        return new Row(
                view.number(),
                view.name(),
                String.join(", ", words),
                segments,
                view.floor().map(floor -> floor(axis, floor.bounds())),
                total.isPresent() ? OptionalDouble.of(axis.percent(total.getAsLong())) : OptionalDouble.empty());
    }

    private static Curves.Floor floor(Axis axis, SessionFloor bounds) {
        return new Curves.Floor(
                axis.percent(bounds.aboveNanos()),
                axis.width(bounds.aboveNanos(), bounds.atMostNanos()),
                "ZooKeeper's floor: " + Figures.range(bounds.aboveNanos(), bounds.atMostNanos()));
    }
}
