/**
 * HTML and SVG put together by hand: every text and every attribute is escaped where it is written,
 * and what is opened is closed. Names nothing of ours. Specification: the WHATWG's HTML, <a
 * href="https://html.spec.whatwg.org/multipage/syntax.html">section 13.1</a> (read 2026-11).
 */
@NullMarked
package io.roomwatch.agent.html;

import org.jspecify.annotations.NullMarked;
