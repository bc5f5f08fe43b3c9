/**
 * Nodes as processes in Linux network namespaces, without Docker and without root.
 *
 * <p>Everything lives inside one supervisor and dies with it.
 */
@NullMarked
package io.interregnum.cluster.local;

import org.jspecify.annotations.NullMarked;
