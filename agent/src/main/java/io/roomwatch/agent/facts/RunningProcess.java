package io.roomwatch.agent.facts;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One process.
 *
 * @param name the executable's name without folder and without {@code .exe}
 * @param path the executable, empty when this user may not see it
 * @param user its owner, empty when this user may not see it
 * @param session the Windows session id: 0 is that of services, others are interactive; empty where
 *     the system has none or hides it
 */
public record RunningProcess(
    long pid,
    String name,
    Optional<String> path,
    Instant started,
    Optional<String> user,
    OptionalInt session) {}
