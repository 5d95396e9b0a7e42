/**
 * The built image as its users meet it: started, asked, scraped by a real Prometheus, reloaded,
 * stopped.
 */
@NullMarked
package io.roomwatch.agent.image;

import org.jspecify.annotations.NullMarked;
