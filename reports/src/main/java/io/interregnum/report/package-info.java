/** Documents from run directories. */
@NullMarked
package io.interregnum.report;

import org.jspecify.annotations.NullMarked;
