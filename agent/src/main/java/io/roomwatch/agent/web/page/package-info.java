/**
 * The status page and its forms, as HTML and SVG made here: no script is needed to read them, and
 * nothing is loaded from elsewhere. Names the words of {@code web}, {@code html}, and what the page
 * shows: {@code verdict}, {@code health}, {@code journal}, {@code maintenance}, {@code alert},
 * {@code outbox}. Accessibility: WCAG 2.2, levels A and AA.
 */
@NullMarked
package io.roomwatch.agent.web.page;

import org.jspecify.annotations.NullMarked;
