package io.roomwatch.agent.web;

import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.verdict.RoomStatus;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the server serves. Called on worker threads.
 *
 * @param status the room now
 * @param unready empty when ready, else why not, as one sentence
 * @param reload reads the configuration again; empty on success, else every fault, one a line
 */
public record Site(
    Supplier<RoomStatus> status,
    Metrics metrics,
    Supplier<Optional<String>> unready,
    Supplier<Optional<String>> reload) {}
