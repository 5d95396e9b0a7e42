package io.roomwatch.agent.config;

import java.time.Duration;

/**
 * What is kept in the state directory.
 *
 * @param keepEvents how long the journal keeps an event; default 90 d
 * @param keepRecords how long results of maintenance items, attestations and ended silences are
 *     kept; default 1100 d
 * @param maxBytes the most that the database may take on disk; default 64 MiB
 */
public record Storage(Duration keepEvents, Duration keepRecords, long maxBytes) {}
