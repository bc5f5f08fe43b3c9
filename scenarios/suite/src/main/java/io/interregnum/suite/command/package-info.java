/**
 * The command line, one file for each command.
 *
 * <p>Exit codes are in {@link io.interregnum.suite.command.ExitCode}.
 */
@NullMarked
package io.interregnum.suite.command;

import org.jspecify.annotations.NullMarked;
