/**
 * Measures of what happened: how long each part of a failover took, and how sure that is.
 *
 * <p>Pure and immutable.
 */
@NullMarked
package io.interregnum.metric;

import org.jspecify.annotations.NullMarked;
