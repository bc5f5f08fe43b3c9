/**
 * Nodes as containers. The only package that imports Testcontainers.
 *
 * <p><b>Two containers for each node.</b> The {@link io.interregnum.cluster.docker.Holder holder} owns network namespace,
 * fixed address, rules and published port, and is never restarted; the
 * {@link io.interregnum.cluster.docker.Application application} joins its network and can be killed, frozen and started
 * again. With one container instead, a restart would take the rules away with the namespace, change the published port,
 * and count as a change of the network.
 *
 * <p><b>What Testcontainers does here, and what not.</b> It finds the engine (environment, contexts, Desktop, rootless,
 * Podman) and makes the client. Its containers and networks are not used: the first of them starts Ryuk, whose image
 * cannot be pulled everywhere and which only the environment variable {@code TESTCONTAINERS_RYUK_DISABLED} turns off
 * (version 2.0.5 reads it with {@code System.getenv}, no property, no setter). Also, {@code stop()} removes a container,
 * and waiting for a port makes no sense in a namespace that belongs to another. So no environment variable is needed.
 *
 * <p><b>Who removes what a killed harness left.</b> Everything is labelled with its run and its
 * {@link io.interregnum.cluster.docker.Owner owner}; the next start removes what dead owners left. Ryuk does the same
 * within seconds, with a container of its own. Damage need not wait: the kernel ends every cut at its planned end.
 *
 * <p><b>Two ways to a node.</b> Dials and attempts on the data network start in a holder and end at a node's address,
 * where the rules of {@link io.interregnum.cluster.link.CutTable} see them. Control goes through the published port to
 * the sidecar and from there to 127.0.0.1; it arrives from the bridge's gateway, an address that no rule ever names.
 *
 * <p><b>Images.</b> Programs are copied into an image that is named by its content, so that it is built once and nothing
 * is mounted: it works the same with an engine on another machine. Where an official image of exactly the same ZooKeeper
 * release is present, servers run in it, untouched.
 *
 * <p><b>What is not done.</b> Packets are dropped where they arrive, so a sender's own counters see them leave. The
 * transactions of several receivers of one cut differ by some milliseconds. Clocks are the machine's: containers share
 * them. A pause freezes the program, not its holder: the kernel goes on to accept connections for it, as with any frozen
 * process.
 */
@NullMarked
package io.interregnum.cluster.docker;

import org.jspecify.annotations.NullMarked;
