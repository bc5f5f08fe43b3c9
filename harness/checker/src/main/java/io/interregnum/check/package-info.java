/**
 * Judges of what happened: a history in, a verdict with its evidence out.
 *
 * <p>Pure and immutable: no clock, no file, no node, no thread of its own unless a class says so.
 */
@NullMarked
package io.interregnum.check;

import org.jspecify.annotations.NullMarked;
