/**
 * Scenarios as YAML files that people write and programs write for people: read, checked against a published schema, and
 * written.
 */
@NullMarked
package io.interregnum.suite.file;

import org.jspecify.annotations.NullMarked;
