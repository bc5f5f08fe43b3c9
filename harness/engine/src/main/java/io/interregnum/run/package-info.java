/**
 * One run from start to stop, as a story of phases.
 *
 * <p>Everything that happens is recorded in a run directory.
 */
@NullMarked
package io.interregnum.run;

import org.jspecify.annotations.NullMarked;
