/**
 * roomwatch.yaml as records. Each {@code …Keys} class describes the keys of one part of the file
 * and makes its records; reading, schema, reference page and template follow from that one
 * description. Names only {@code observation} and {@code yaml}.
 */
@NullMarked
package io.roomwatch.agent.config;

import org.jspecify.annotations.NullMarked;
