/**
 * The reference master: a small master that elects a leader through ZooKeeper and keeps a fenced registry, so that the
 * harness has a program under test whose every bug is known. It shares no code with the harness.
 *
 * <p>{@link io.interregnum.masters.Election} and {@link io.interregnum.masters.RegistryState} decide and are pure; the
 * classes that start with {@code ZooKeeper}, {@link io.interregnum.masters.Registrar} and
 * {@link io.interregnum.masters.HttpFrontend} act.
 */
@NullMarked
package io.interregnum.masters;

import org.jspecify.annotations.NullMarked;
