package io.interregnum.clojure;

import clojure.lang.BigInt;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.Named;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentVector;
import clojure.lang.Symbol;
import clojure.lang.Util;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Clojure's values as the plain data that models in Java know, and back.
 *
 * <p>Keywords become text with a leading colon, symbols text, whole numbers {@code Long} where they fit, sets and
 * sequences lists, keys of maps text without colon; the rest stays. Two values that differ in Clojure may so become one:
 * {@link #isLossless} tells whether that happened among all that this object has seen. One thread.
 */
public final class PlainValues {
    private final Map<Object, Object> originals = new HashMap<>(); // order is never read
    private boolean lossless = true;

    /** The plain form of {@code original}; null of null. Values that are equal in Clojure have equal forms. */
    public @Nullable Object plain(@Nullable Object original) {
        if (original == null) {
            return null;
        }
        Object plain = form(original);
        Object first = originals.putIfAbsent(plain, original);
        lossless &= first == null || Util.equiv(first, original);
        return plain;
    }

    /** True if all that was asked for can be told apart by its form. */
    public boolean isLossless() {
        return lossless;
    }

    private Object form(Object original) {
        if (original instanceof Keyword || original instanceof Symbol) {
            return original.toString();
        }
        if (original instanceof Number number) {
            return number(number);
        }
        if (original instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((key, value) -> lossless &= entries.put(name(key), plain(value)) == null);
            return Collections.unmodifiableMap(entries);
        }
        if (original instanceof Set<?> set) {
            return sorted(set);
        }
        if (original instanceof Collection<?> collection) {
            List<@Nullable Object> elements = new ArrayList<>();
            collection.forEach(element -> elements.add(plain(element)));
            return Collections.unmodifiableList(elements);
        }
        return original;
    }

    private static Object number(Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof Float || number instanceof Double) {
            return number.doubleValue() + 0.0; // -0.0 and 0.0 are equal in Clojure
        }
        BigInteger big = number instanceof BigInt whole
                ? whole.toBigInteger()
                : number instanceof BigInteger whole ? whole : null;
        if (big == null) {
            return number;
        }
        return big.bitLength() < Long.SIZE ? (Object) big.longValue() : big;
    }

    /** Equal sets give equal lists, whatever order they are kept in. */
    private List<@Nullable Object> sorted(Set<?> set) {
        Comparator<@Nullable Object> order = Comparator.comparing((@Nullable Object element) ->
                        element == null ? "" : element.getClass().getName())
                .thenComparing(String::valueOf);
        List<@Nullable Object> elements = new ArrayList<>();
        set.forEach(element -> elements.add(plain(element)));
        elements.sort(order);
        for (int i = 1; i < elements.size(); i++) {
            lossless &= order.compare(elements.get(i - 1), elements.get(i)) != 0;
        }
        return Collections.unmodifiableList(elements);
    }

    /** What {@code f} or the key of a map is called: keywords without colon, other things as they print. */
    public static String name(@Nullable Object word) {
        return word instanceof Named named && named.getNamespace() != null
                ? named.getNamespace() + "/" + named.getName()
                : word instanceof Named named ? named.getName() : String.valueOf(word);
    }

    /**
     * What Clojure would have written for {@code plain}: keywords for text with a leading colon and for keys of maps,
     * vectors for lists.
     */
    public static @Nullable Object toClojure(@Nullable Object plain) {
        if (plain instanceof String text && text.length() > 1 && text.startsWith(":")) {
            return keyword(text);
        }
        if (plain instanceof Collection<?> collection) {
            List<@Nullable Object> elements = new ArrayList<>();
            collection.forEach(element -> elements.add(toClojure(element)));
            return PersistentVector.create((Iterable<?>) elements);
        }
        if (plain instanceof Map<?, ?> map) {
            IPersistentMap entries = PersistentArrayMap.EMPTY;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object key = entry.getKey() instanceof String text ? keyword(text) : entry.getKey();
                entries = entries.assoc(key, toClojure(entry.getValue()));
            }
            return entries;
        }
        return plain;
    }

    private static Keyword keyword(String text) {
        return Keyword.intern(text.startsWith(":") ? text.substring(1) : text);
    }
}
