/**
 * When things are due: tasks on intervals, driven by one thread, with stagger, jitter, no overlap
 * and no drift. Names only {@code observation}; what a task does is handed in.
 *
 * <p>Threads: {@code schedule-loop} decides what is due and never runs foreign code; the work and
 * all its callbacks run on the executor given to the loop.
 */
@NullMarked
package io.roomwatch.agent.schedule;

import org.jspecify.annotations.NullMarked;
