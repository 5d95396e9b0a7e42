package io.roomwatch.agent.check;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.probe.Probes;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What every check is made of.
 *
 * @param home the agent's state folder, where accepted baselines are kept
 */
record CheckContext(
    Config config, Facts facts, Probes probes, Latest latest, InstantSource clock, Path home) {}
