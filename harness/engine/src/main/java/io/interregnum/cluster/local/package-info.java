/**
 * Nodes as processes in Linux network namespaces, without Docker and without root.
 *
 * <p><b>Who is where.</b> A JVM with many threads cannot enter a user namespace, so the harness stays outside and starts
 * {@link io.interregnum.cluster.local.Supervisor} in user, network, mount and PID namespaces of its own. The supervisor
 * knows processes only: it runs commands, starts, signals, and tells of ends. Which network there is and what is cut is
 * decided outside, as texts ({@code NetworkScript}, {@code CutTable}) that tests read without starting anything.
 *
 * <p><b>How it ends.</b> The first process of a PID namespace takes all others with it. It is a shell, which reaps orphans
 * and waits for the supervisor; the supervisor halts as soon as its connection or its input ends, so the kernel clears up
 * after a harness that was killed. {@code unshare} ends last, and its end is what {@code close} waits for. What is left in
 * the file system is one directory of sockets, marked with pid, start time and PID namespace of its owner.
 *
 * <p><b>The network.</b> Each node has a network namespace and a cable to the supervisor's, which is the router. Cuts are
 * made there, at the forward hook: one transaction for any number of links, out of reach of what the nodes themselves see
 * (a rule in the sender's own namespace would make its system calls fail), and never in the way of the harness, whose
 * requests go through a sidecar in the node's own namespace over a Unix-domain socket. The set's elements carry a
 * time-out, so that the kernel heals by itself.
 *
 * <p><b>A node is a process group.</b> Signals go to the group, and an effect counts when {@code /proc} shows it: every
 * thread stopped, or the group empty. A program that leaves its group would escape; none that is tested here does.
 *
 * <p><b>Which way we are wrong.</b> All nodes share the machine's processors, so a busy machine makes failovers longer,
 * never shorter. Cuts are exact; a pause begins some milliseconds after it was asked for and has begun when the call
 * returns. Not done: loss, delay, reordering; limits on processor time; disks that fail.
 */
@NullMarked
package io.interregnum.cluster.local;

import org.jspecify.annotations.NullMarked;
