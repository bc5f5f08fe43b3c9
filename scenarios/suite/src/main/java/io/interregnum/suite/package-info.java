/**
 * The program: what is tested, the scenarios, and the command line.
 *
 * <p>Wires the other modules together; nothing depends on it.
 */
@NullMarked
package io.interregnum.suite;

import org.jspecify.annotations.NullMarked;
