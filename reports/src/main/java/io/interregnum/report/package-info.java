/**
 * Turns a run directory into documents: a page, JSON, JUnit XML and Markdown. Reads, never runs.
 *
 * <p>{@link io.interregnum.report.Report} is what is known of a run, {@link io.interregnum.report.Reports} writes it
 * down. All else is package-private.
 */
@NullMarked
package io.interregnum.report;

import org.jspecify.annotations.NullMarked;
