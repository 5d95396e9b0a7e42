/**
 * What each maintenance item is about: who answers it, from which checks, and how the agent
 * concludes. Pure: everything known is handed in. Names {@code config}, {@code check} (for drift)
 * and {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.maintenance.duty;

import org.jspecify.annotations.NullMarked;
