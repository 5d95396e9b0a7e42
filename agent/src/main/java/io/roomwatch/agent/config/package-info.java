/**
 * roomwatch.yaml as records: reading, schema, reference page and template follow from one
 * description of its keys. Names only {@code observation}, {@code yaml}, {@code rules} with what
 * they are made of in {@code verdict}, and, from what is about the whole file, {@code config.keys}.
 */
@NullMarked
package io.roomwatch.agent.config;

import org.jspecify.annotations.NullMarked;
