/**
 * The HTTP server: the status page, metrics, health, reload and API, on Netty. Thread {@code
 * web-loop}; documents are made on the executor given. {@code page} below is what people see,
 * {@code door} who may come in. Names {@code observation}, {@code health}, {@code verdict}, {@code
 * journal}, {@code maintenance}, {@code alert}, {@code outbox} and {@code metrics}.
 */
@NullMarked
package io.roomwatch.agent.web;

import org.jspecify.annotations.NullMarked;
