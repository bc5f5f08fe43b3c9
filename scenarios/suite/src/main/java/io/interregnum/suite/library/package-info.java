/** Libraries of the program under test that are chosen at run time, from Maven repositories. */
@NullMarked
package io.interregnum.suite.library;

import org.jspecify.annotations.NullMarked;
