/**
 * The scenarios, one file each.
 *
 * <p>A new one is a file here and a line in {@link io.interregnum.suite.scenario.Scenarios}.
 */
@NullMarked
package io.interregnum.suite.scenario;

import org.jspecify.annotations.NullMarked;
