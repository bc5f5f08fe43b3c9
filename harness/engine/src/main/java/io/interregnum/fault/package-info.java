/**
 * Damage: what can be done to a cluster, to whom, when, and how it is proven and healed.
 *
 * <p>A new fault is one file and one line in the catalogue.
 */
@NullMarked
package io.interregnum.fault;

import org.jspecify.annotations.NullMarked;
