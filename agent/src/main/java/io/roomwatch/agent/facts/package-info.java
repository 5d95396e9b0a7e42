/**
 * What this machine says about itself, as words: {@link io.roomwatch.agent.facts.Facts}, the
 * records it hands out, and what is known of them without asking anybody. Pure. Names only {@code
 * observation}; nothing below it.
 */
@NullMarked
package io.roomwatch.agent.facts;

import org.jspecify.annotations.NullMarked;
