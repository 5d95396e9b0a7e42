/**
 * One exchange with something on the network, measured by phase on Netty. One file per probe kind.
 * The network's failures are values, never exceptions. Names only {@code observation}, Netty, and
 * Jackson for the status page.
 */
@NullMarked
package io.roomwatch.agent.probe;

import org.jspecify.annotations.NullMarked;
