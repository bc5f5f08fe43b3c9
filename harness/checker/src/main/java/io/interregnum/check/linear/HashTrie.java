package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map that is never changed: {@link #with} and {@link #without} give another one, which shares all but a path with this
 * one. Fit for states: both need time in proportion to the depth, {@code hashCode} is kept, {@code equals} compares
 * hashes first and skips what is shared.
 *
 * <p>A Patricia trie over the keys' hashes, bits from the highest down (Okasaki and Gill, "Fast mergeable integer maps",
 * Workshop on ML 1998). Its shape depends on nothing but the keys, so equal maps have equal tries.
 */
final class HashTrie<K, V> {
    private static final HashTrie<?, ?> EMPTY = new HashTrie<>(null);

    private final @Nullable Node<K, V> root;

    private HashTrie(@Nullable Node<K, V> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked") // it has nothing in it
    static <K, V> HashTrie<K, V> empty() {
        return (HashTrie<K, V>) EMPTY;
    }

    int size() {
        return root == null ? 0 : root.size;
    }

    @Nullable
    V get(K key) {
        int hash = spread(key);
        Node<K, V> node = root;
        while (node instanceof Fork<K, V> fork) {
            node = fork.leads(hash) ? fork.towards(hash) : null;
        }
        for (Leaf<K, V> leaf = (Leaf<K, V>) node; leaf != null; leaf = leaf.next) {
            if (leaf.hash == hash && leaf.key.equals(key)) {
                return leaf.value;
            }
        }
        return null;
    }

    boolean has(K key) {
        return get(key) != null;
    }

    HashTrie<K, V> with(K key, V value) {
        return value.equals(get(key)) ? this : new HashTrie<>(put(without(key).root, spread(key), key, value));
    }

    HashTrie<K, V> without(K key) {
        return root == null || !has(key) ? this : new HashTrie<>(remove(root, spread(key), key));
    }

    /** In an order that hangs on nothing but the keys' hashes. */
    List<K> keys() {
        List<K> keys = new ArrayList<>(size());
        collect(root, keys);
        return keys;
    }

    private static <K, V> void collect(@Nullable Node<K, V> node, List<K> keys) {
        if (node instanceof Fork<K, V> fork) {
            collect(fork.zero, keys);
            collect(fork.one, keys);
        }
        for (Leaf<K, V> leaf = node instanceof Leaf<K, V> first ? first : null; leaf != null; leaf = leaf.next) {
            keys.add(leaf.key);
        }
    }

    /** Adds a key that is not there. */
    private static <K, V> Node<K, V> put(@Nullable Node<K, V> node, int hash, K key, V value) {
        if (node == null) {
            return new Leaf<>(hash, key, value, null);
        }
        if (node instanceof Leaf<K, V> leaf) {
            return leaf.hash == hash ? new Leaf<>(hash, key, value, leaf) : join(leaf.hash, leaf, hash, key, value);
        }
        Fork<K, V> fork = (Fork<K, V>) node;
        if (!fork.leads(hash)) {
            return join(fork.prefix, fork, hash, key, value);
        }
        return fork.isOne(hash)
                ? new Fork<>(fork.prefix, fork.bit, fork.zero, put(fork.one, hash, key, value))
                : new Fork<>(fork.prefix, fork.bit, put(fork.zero, hash, key, value), fork.one);
    }

    private static <K, V> Fork<K, V> join(int prefix, Node<K, V> node, int hash, K key, V value) {
        int bit = Integer.highestOneBit(prefix ^ hash);
        Leaf<K, V> leaf = new Leaf<>(hash, key, value, null);
        int common = hash & -(bit << 1);
        return (hash & bit) != 0 ? new Fork<>(common, bit, node, leaf) : new Fork<>(common, bit, leaf, node);
    }

    /** Takes away a key that is there. */
    private static <K, V> @Nullable Node<K, V> remove(Node<K, V> node, int hash, K key) {
        if (node instanceof Leaf<K, V> leaf) {
            if (leaf.key.equals(key)) {
                return leaf.next;
            }
            Leaf<K, V> next = leaf.next;
            return next == null ? leaf : new Leaf<>(hash, leaf.key, leaf.value, (Leaf<K, V>) remove(next, hash, key));
        }
        Fork<K, V> fork = (Fork<K, V>) node;
        Node<K, V> zero = fork.isOne(hash) ? fork.zero : remove(fork.zero, hash, key);
        Node<K, V> one = fork.isOne(hash) ? remove(fork.one, hash, key) : fork.one;
        if (zero == null) {
            return one;
        }
        return one == null ? zero : new Fork<>(fork.prefix, fork.bit, zero, one);
    }

    private static int spread(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private static <K, V> boolean same(@Nullable Node<K, V> a, @Nullable Node<K, V> b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null || a.size != b.size || a.digest != b.digest) {
            return false;
        }
        if (a instanceof Fork<K, V> left) {
            return b instanceof Fork<K, V> right
                    && left.prefix == right.prefix
                    && left.bit == right.bit
                    && same(left.zero, right.zero)
                    && same(left.one, right.one);
        }
        return b instanceof Leaf<K, V> right && ((Leaf<K, V>) a).sameEntries(right);
    }

    @Override
    @SuppressWarnings("unchecked") // keys and values are only asked whether they are equal
    public boolean equals(@Nullable Object other) {
        return other instanceof HashTrie<?, ?> that && same(root, ((HashTrie<K, V>) that).root);
    }

    @Override
    public int hashCode() {
        return root == null ? 0 : root.digest;
    }

    @Override
    public String toString() {
        List<String> entries = new ArrayList<>();
        for (K key : keys()) {
            entries.add(key + "=" + get(key));
        }
        return entries.toString();
    }

    private abstract static class Node<K, V> {
        final int size;
        final int digest; // a sum over the entries, so that their order does not matter

        Node(int size, int digest) {
            this.size = size;
            this.digest = digest;
        }
    }

    /** One entry, and others whose keys have the same hash, in any order. */
    private static final class Leaf<K, V> extends Node<K, V> {
        final int hash;
        final K key;
        final V value;
        final @Nullable Leaf<K, V> next;

        Leaf(int hash, K key, V value, @Nullable Leaf<K, V> next) {
            super(1 + (next == null ? 0 : next.size), digest(hash, value) + (next == null ? 0 : next.digest));
            this.hash = hash;
            this.key = key;
            this.value = value;
            this.next = next;
        }

        private static int digest(int hash, Object value) {
            int mixed = (hash ^ (value.hashCode() * 0x85EBCA6B)) * 0xC2B2AE35;
            return mixed ^ (mixed >>> 16);
        }

        /** Both have as many entries. */
        boolean sameEntries(Leaf<K, V> other) {
            for (Leaf<K, V> mine = this; mine != null; mine = mine.next) {
                boolean found = false;
                for (Leaf<K, V> theirs = other; theirs != null && !found; theirs = theirs.next) {
                    found = mine.hash == theirs.hash && mine.key.equals(theirs.key) && mine.value.equals(theirs.value);
                }
                if (!found) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Two nodes whose hashes agree in the bits above {@code bit} and differ in it. */
    private static final class Fork<K, V> extends Node<K, V> {
        final int prefix; // the bits above; the others are zero
        final int bit;
        final Node<K, V> zero;
        final Node<K, V> one;

        Fork(int prefix, int bit, Node<K, V> zero, Node<K, V> one) {
            super(zero.size + one.size, zero.digest + one.digest);
            this.prefix = prefix;
            this.bit = bit;
            this.zero = zero;
            this.one = one;
        }

        boolean leads(int hash) {
            return (hash & -(bit << 1)) == prefix;
        }

        boolean isOne(int hash) {
            return (hash & bit) != 0;
        }

        Node<K, V> towards(int hash) {
            return isOne(hash) ? one : zero;
        }
    }
}
