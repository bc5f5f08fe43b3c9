/**
 * Linearizability (Herlihy and Wing 1990): sequential models and the search for an order that they accept.
 *
 * <p>Usable alone, without the rest of the harness.
 */
@NullMarked
package io.interregnum.check.linear;

import org.jspecify.annotations.NullMarked;
