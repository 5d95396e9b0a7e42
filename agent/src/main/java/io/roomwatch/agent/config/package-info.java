/**
 * roomwatch.yaml as records: read, check everything, report every fault at once with its place.
 * Names only {@code observation} and SnakeYAML.
 */
@NullMarked
package io.roomwatch.agent.config;

import org.jspecify.annotations.NullMarked;
