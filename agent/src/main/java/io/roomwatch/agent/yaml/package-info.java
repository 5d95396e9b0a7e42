/**
 * YAML files held against a description: every key is described once, as a typed {@link
 * io.roomwatch.agent.yaml.Key}, and from that description come the reading of a file with all its
 * faults and their places, the JSON Schema for editors, the reference page and the commented
 * template. Knows nothing of rooms. Names only the JDK and SnakeYAML, and is the only package that
 * names SnakeYAML. Follows YAML 1.1 as SnakeYAML reads it, without tags and merge keys.
 */
@NullMarked
package io.roomwatch.agent.yaml;

import org.jspecify.annotations.NullMarked;
