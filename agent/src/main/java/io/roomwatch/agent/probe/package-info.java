/**
 * One exchange with something on the network, measured by phase: {@link
 * io.roomwatch.agent.probe.Probes}, and one file per probe kind with its specification and its
 * result. The network's failures are values, never exceptions. Names only {@code observation},
 * Netty, and the packages below, which name of it the words alone: targets, outcomes,
 * specifications and results, no probe.
 */
@NullMarked
package io.roomwatch.agent.probe;

import org.jspecify.annotations.NullMarked;
