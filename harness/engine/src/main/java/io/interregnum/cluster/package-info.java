/**
 * Nodes: what they are, how they are started, ended, frozen, reached and cut off from each other.
 *
 * <p>Backends implement {@link io.interregnum.cluster.Backend}; nothing outside them knows which one is in use.
 */
@NullMarked
package io.interregnum.cluster;

import org.jspecify.annotations.NullMarked;
