package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.observation.Reason;
import java.util.Optional;

/**
 * Something that was not measured.
 *
 * @param what a check's id, a kind of check, or empty when no check looks at such a thing
 * @param reason of the look that could not tell; empty when there was none
 * @param why for people
 */
public record Gap(Optional<String> what, Optional<Reason> reason, String why) {}
