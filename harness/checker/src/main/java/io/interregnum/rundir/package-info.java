/**
 * The files of a run directory and their versions: written by the engine, read by judges and reports.
 *
 * <p>The only package of this module that touches files, besides the readers and writers of histories.
 */
@NullMarked
package io.interregnum.rundir;

import org.jspecify.annotations.NullMarked;
