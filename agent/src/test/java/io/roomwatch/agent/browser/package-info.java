/** Debian's Chromium looks at the pages, driven by its own WebDriver server. */
@NullMarked
package io.roomwatch.agent.browser;

import org.jspecify.annotations.NullMarked;
