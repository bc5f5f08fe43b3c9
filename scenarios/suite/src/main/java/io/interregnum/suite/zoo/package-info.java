/**
 * The zoo: systems with planted bugs, what sets each of them off, and who must ring; and correct ones, for which nobody may.
 *
 * <p>A new one is an entry in {@link io.interregnum.suite.zoo.Zoo}.
 */
@NullMarked
package io.interregnum.suite.zoo;

import org.jspecify.annotations.NullMarked;
