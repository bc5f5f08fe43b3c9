/**
 * What backends have in common on the network: the rules that cut, who holds which cut, and the work of the sidecars seen
 * from the harness.
 */
@NullMarked
package io.interregnum.cluster.link;

import org.jspecify.annotations.NullMarked;
