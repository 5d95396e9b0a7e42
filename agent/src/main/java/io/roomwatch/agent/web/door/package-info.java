/**
 * Who may come in and how far: {@code --web.config.file} with its TLS, users and headers, the check
 * of the host name, what a stranger may see, and the limits on connections, requests and time. The
 * file has the schema of the Prometheus exporter-toolkit, <a
 * href="https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md">
 * web-configuration.md</a> (read 2026-11). Names the words of {@code web}, {@code yaml}, Netty, and
 * bcrypt, which lives here.
 */
@NullMarked
package io.roomwatch.agent.web.door;

import org.jspecify.annotations.NullMarked;
