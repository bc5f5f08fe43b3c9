/** Tests of the reference master. */
@NullMarked
package io.interregnum.masters;

import org.jspecify.annotations.NullMarked;
