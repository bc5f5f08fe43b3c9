/**
 * What happened, event by event: one recorder writes it, everything else reads it.
 *
 * <p>Immutable values unless a class says otherwise. Times are nanoseconds since the run began, monotonic.
 */
@NullMarked
package io.interregnum.history;

import org.jspecify.annotations.NullMarked;
