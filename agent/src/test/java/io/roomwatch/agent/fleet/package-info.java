/**
 * What is packaged for a fleet: rules, inhibition and dashboards, against Prometheus' own tools, a
 * real Prometheus and a real Alertmanager.
 */
@NullMarked
package io.roomwatch.agent.fleet;

import org.jspecify.annotations.NullMarked;
