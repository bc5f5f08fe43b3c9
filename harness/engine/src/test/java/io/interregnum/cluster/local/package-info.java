/** Tests of local nodes; those that end in {@code IT} start some. */
@NullMarked
package io.interregnum.cluster.local;

import org.jspecify.annotations.NullMarked;
