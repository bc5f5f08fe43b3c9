/**
 * A small program in each node's network: dials, tests reachability and sets rules there for the harness.
 *
 * <p>Depends on the JDK alone, so that it starts fast and runs in any image with a JRE.
 */
@NullMarked
package io.interregnum.cluster.sidecar;

import org.jspecify.annotations.NullMarked;
