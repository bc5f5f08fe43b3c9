/**
 * Kills harness processes at random moments, and looks from outside at what becomes of their damage and what they leave.
 *
 * <p>Nothing here asks the code that is looked at: {@code /proc}, {@code docker}, {@code nft} and a shell in a node's
 * network answer.
 */
@NullMarked
package io.interregnum.suite.survive;

import org.jspecify.annotations.NullMarked;
