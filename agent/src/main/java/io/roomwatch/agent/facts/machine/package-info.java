/**
 * The facts of the machine we run on: the readers of its system put together, each read bounded in
 * time and shared for a while. OSHI reads here what Linux does not read itself. Names all other
 * packages of {@code facts}, {@code observation}, OSHI and a logger.
 */
@NullMarked
package io.roomwatch.agent.facts.machine;

import org.jspecify.annotations.NullMarked;
