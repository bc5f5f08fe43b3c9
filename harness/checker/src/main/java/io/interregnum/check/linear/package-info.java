/**
 * Linearizability (Herlihy and Wing 1990): sequential models and the search for an order that they accept.
 *
 * <p>Usable alone, without the rest of the harness: {@code Linearizability.check(Models.CAS_REGISTER, operations,
 * Limits.on(clock))}. Everything is immutable or lives for one call on the caller's thread.
 *
 * <p><b>What can hide a violation.</b> Intervals wider than the truth: a completion recorded late, an invocation
 * recorded early, equal stamps (taken as concurrent). Answers called pending that were refusals: they may then take
 * effect. Operations left out that were answered, reads above all. A model that accepts too much, and two values that
 * look alike: with unique values a read names its write, without them it may name another.
 *
 * <p><b>What can invent a violation.</b> Intervals narrower than the truth: an invocation recorded after its request was
 * sent, stamps of clocks that do not agree. An operation left out, or called refused, that took effect: its value then
 * seems to come from nowhere. A client that repeats a request by itself: one operation, two effects. Objects judged
 * together that are one, or apart that are not (histories are judged key by key, which is sound for independent keys:
 * Herlihy and Wing 1990, section 3.3). A model that accepts too little, a wrong initial value among its causes.
 *
 * <p><b>What is not done.</b> Values that repeat, with many operations in flight, end in {@code UNDECIDED} soon: deciding
 * is NP-complete. A core is the smallest for no model. Initial states other than the usual are not known to every model.
 */
@NullMarked
package io.interregnum.check.linear;

import org.jspecify.annotations.NullMarked;
