/**
 * The bridge to Clojure: models written in Clojure, Clojure's values as plain data, and a second opinion by Knossos. The
 * only package that imports {@code clojure..}; the rest of the harness runs without Clojure on the class path.
 *
 * <p>What serves a Clojure user are the namespaces {@code interregnum.*} beside it; they call what is here.
 */
@NullMarked
package io.interregnum.clojure;

import org.jspecify.annotations.NullMarked;
