/**
 * The HTTP server: metrics, health, reload, API and landing page, on Netty. Thread {@code
 * web-loop}; documents are made on the executor given. Names {@code observation}, {@code health},
 * {@code verdict} and {@code metrics}.
 */
@NullMarked
package io.roomwatch.agent.web;

import org.jspecify.annotations.NullMarked;
