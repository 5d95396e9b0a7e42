package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.verdict.Rule;

/**
 * A hypothesis with what was measured of it.
 *
 * @param basis where it is known from that it may be behind this code: the weakest of what is known
 *     of the code and of the hypothesis
 * @param fits it comes first in the case that a person described
 */
public record Supposition(
    Hypothesis hypothesis, Rule.Basis basis, Judgement judgement, boolean fits) {}
