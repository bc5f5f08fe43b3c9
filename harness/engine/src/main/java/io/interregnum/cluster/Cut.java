package io.interregnum.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is cut between nodes. Two cuts that are equal are the same cut: healing one heals the other.
 *
 * @param links the directions that are cut, in order
 * @param kind how
 * @param ports TCP ports, in order; empty for everything that travels on the links. A packet belongs to a port when that is
 *     the port of either end, so that answers are cut as well
 * @param owner tells equal cuts apart that are made and healed each by itself
 */
public record Cut(List<Link> links, Kind kind, Set<Integer> ports, int owner) {

    /** How a direction is cut, and what its two ends see. */
    public enum Kind {
        /** Packets vanish. Established connections fall silent, new ones time out, whichever end begins them. */
        PACKETS,
        /**
         * The first packet of a new TCP connection vanishes. Connections begun in this direction time out; established
         * ones and those begun the other way keep working.
         */
        CONNECTIONS,
        /**
         * TCP packets are answered with a reset in the name of the receiver. Established connections end for the sender,
         * new ones are refused. Other packets pass.
         */
        REFUSED
    }

    /**
     * A cut.
     *
     * @throws IllegalArgumentException for a port that is not from 1 to 65535
     */
    public Cut {
        links = List.copyOf(links);
        ports = Collections.unmodifiableSet(new TreeSet<>(ports));
        for (int port : ports) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port=" + port + " must be from 1 to 65535");
            }
        }
    }

    /** A cut like which there is no other at the same time. */
    public Cut(List<Link> links, Kind kind, Set<Integer> ports) {
        this(links, kind, ports, -1);
    }

    /** All packets on some links vanish, as with a cut cable. */
    public static Cut packets(Collection<Link> links) {
        return new Cut(List.copyOf(links), Kind.PACKETS, Set.of());
    }
}
