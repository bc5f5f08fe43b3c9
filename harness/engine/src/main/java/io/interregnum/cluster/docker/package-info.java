/**
 * Nodes as containers. The only package that imports Testcontainers.
 *
 * <p>A holder owns each node's network; the application joins it.
 */
@NullMarked
package io.interregnum.cluster.docker;

import org.jspecify.annotations.NullMarked;
