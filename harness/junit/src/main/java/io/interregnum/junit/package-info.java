/**
 * For those who test in JUnit 5: a cluster for each test method, and assertions on finished runs that read as sentences.
 *
 * <p>The only package that knows JUnit and AssertJ.
 */
@NullMarked
package io.interregnum.junit;

import org.jspecify.annotations.NullMarked;
