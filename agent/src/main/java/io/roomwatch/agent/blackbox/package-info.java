/**
 * {@code /probe}: the contract of Prometheus' blackbox_exporter, for targets that the configuration
 * names and no others. Names and meanings of the metrics are those of its <a
 * href="https://github.com/prometheus/blackbox_exporter/tree/v0.23.0/prober">version 0.23</a> (read
 * and compared 2026-11); docs/probe.md has the differences. Blocking sockets on workers; HTTP is
 * read by Netty's codec, DNS by {@code probe.dns}. Names also the words of {@code web}, {@code
 * verdict}, {@code health} and {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.blackbox;

import org.jspecify.annotations.NullMarked;
