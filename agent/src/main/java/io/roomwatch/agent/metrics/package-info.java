/**
 * Every meter, in one enum, and the collector that renders the current state. Names {@code
 * observation}, {@code health}, {@code verdict}, {@code facts}, Micrometer and the Prometheus
 * client. Prometheus text format 0.0.4, OpenMetrics 1.0.
 */
@NullMarked
package io.roomwatch.agent.metrics;

import org.jspecify.annotations.NullMarked;
