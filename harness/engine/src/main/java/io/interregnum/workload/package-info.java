/**
 * Work that clients do while faults are in effect.
 *
 * <p>Open loop: requests are sent when they are due, not when the last one was answered.
 */
@NullMarked
package io.interregnum.workload;

import org.jspecify.annotations.NullMarked;
