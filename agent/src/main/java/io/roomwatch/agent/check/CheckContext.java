package io.roomwatch.agent.check;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.probe.Probes;
import java.time.InstantSource;

/**
 * What every check is made of.
 *
 * @param asked which peers were asked when; outlives the checks
 */
public record CheckContext(
    Config config,
    Facts facts,
    Probes probes,
    Latest latest,
    AskedPeers asked,
    InstantSource clock) {}
