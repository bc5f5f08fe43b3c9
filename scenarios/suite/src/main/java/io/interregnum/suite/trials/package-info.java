/** The same failover over and over in one life of a cluster. */
@NullMarked
package io.interregnum.suite.trials;

import org.jspecify.annotations.NullMarked;
