package io.interregnum.check.linear;

import io.interregnum.history.EdnHistory;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A history that was thought out by hand: a file in {@code histories/<model>/valid} or {@code invalid}, an event a line.
 * Comments at its head say what it shows and, as {@code ; stuck: 7}, the index of the invocation that cannot be
 * linearized; {@code ; initial: {:x 0}} is what the object begins with.
 *
 * @param stuck empty for a valid one
 */
record Golden(Path file, boolean isValid, OptionalLong stuck, Model<?> model, List<Event> events) {
    private static final String STUCK = "; stuck: ";
    private static final String INITIAL = "; initial: ";

    /** All of the model called {@code name}, sorted. */
    static List<Golden> of(String name) {
        List<Golden> golden = new ArrayList<>();
        for (String kind : List.of("valid", "invalid")) {
            try (Stream<Path> files = Files.list(directory().resolve(name).resolve(kind))) {
                files.sorted().forEach(file -> golden.add(read(name, file, kind.equals("valid"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return golden;
    }

    private static Path directory() {
        URL url = Objects.requireNonNull(Golden.class.getResource("/histories"));
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Golden read(String name, Path file, boolean isValid) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Model<?> model = Models.named(name);
        List<Event> events = new ArrayList<>();
        HistoryFormat.EDN.read(file, events::add);
        return new Golden(
                file,
                isValid,
                after(STUCK, lines)
                        .map(text -> OptionalLong.of(Long.parseLong(text)))
                        .orElse(OptionalLong.empty()),
                after(INITIAL, lines)
                        .<Model<?>>map(text -> model.withInitial(EdnHistory.value(text)))
                        .orElse(model),
                events);
    }

    /** The operations, as files of histories have them. */
    List<LinearOperation> operations() {
        LinearHistory history = new LinearHistory(LinearHistory.Rules.of(HistoryFormat.EDN, model));
        events.forEach(history);
        return Objects.requireNonNull(history.parts().get(""));
    }

    private static Optional<String> after(String head, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(head))
                .map(line -> line.substring(head.length()))
                .findFirst();
    }

    @Override
    public String toString() {
        return model.name() + (isValid ? "/valid/" : "/invalid/") + file.getFileName();
    }
}
