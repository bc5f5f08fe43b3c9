package io.interregnum.check.linear;

import io.interregnum.history.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        Optional<String> stuck = after(STUCK, lines);
        Model<?> model = Models.named(name);
        return new Golden(
                file,
                isValid,
                stuck.map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty()),
                after(INITIAL, lines)
                        .<Model<?>>map(text -> model.withInitial(new Edn(text).value()))
                        .orElse(model),
                lines.stream()
                        .filter(line -> !line.startsWith(";"))
                        .map(Golden::event)
                        .toList());
    }

    private static Optional<String> after(String head, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(head))
                .map(line -> line.substring(head.length()))
                .findFirst();
    }

    private static Event event(String line) {
        Map<?, ?> map = (Map<?, ?>) Objects.requireNonNull(new Edn(line).value());
        return new Event(
                (Long) Objects.requireNonNull(map.get("index")),
                (Long) Objects.requireNonNull(map.get("time")),
                Event.Type.valueOf(word(map, "type").toUpperCase(Locale.ROOT)),
                String.valueOf(map.get("process")),
                word(map, "f"),
                map.get("value"),
                Map.of());
    }

    private static String word(Map<?, ?> map, String name) {
        return Form.word(String.valueOf(map.get(name)));
    }

    @Override
    public String toString() {
        return model.name() + (isValid ? "/valid/" : "/invalid/") + file.getFileName();
    }

    /** As much of EDN as these files need. */
    private static final class Edn {
        private final String text;
        private int at;

        Edn(String text) {
            this.text = text;
        }

        @Nullable
        Object value() {
            skip();
            char first = text.charAt(at);
            if (first == '{') {
                return map();
            }
            if (first == '[' || first == '#') {
                at += first == '#' ? 2 : 1;
                return list(first == '#' ? '}' : ']');
            }
            if (first == '"') {
                int end = text.indexOf('"', at + 1);
                String string = text.substring(at + 1, end);
                at = end + 1;
                return string;
            }
            int from = at;
            while (at < text.length() && " ,]}".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String word = text.substring(from, at);
            return switch (word) {
                case "nil" -> null;
                case "true" -> true;
                case "false" -> false;
                default -> word.startsWith(":") ? word : Long.valueOf(word);
            };
        }

        private Map<String, @Nullable Object> map() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            at++;
            for (skip(); text.charAt(at) != '}'; skip()) {
                String name = Form.word(String.valueOf(value()));
                map.put(name, value());
            }
            at++;
            return map;
        }

        private List<@Nullable Object> list(char close) {
            List<@Nullable Object> list = new ArrayList<>();
            for (skip(); text.charAt(at) != close; skip()) {
                list.add(value());
            }
            at++;
            return list;
        }

        private void skip() {
            while (at < text.length() && " ,".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
