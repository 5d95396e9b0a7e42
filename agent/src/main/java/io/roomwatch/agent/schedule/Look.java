package io.roomwatch.agent.schedule;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A check as the loop sees it: who it is, how often it looks, and how to look once.
 *
 * @param look begins one look; may block, and may end on any thread
 */
public record Look(
    CheckId check, Task.Pace pace, Supplier<? extends CompletionStage<Finding>> look) {}
