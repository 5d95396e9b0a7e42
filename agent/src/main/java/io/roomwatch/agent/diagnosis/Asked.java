package io.roomwatch.agent.diagnosis;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What a person saw and did. An input, never evidence.
 *
 * @param code as the screen shows it
 * @param shownIp the room's address as the controller shows it
 */
public record Asked(
    Optional<String> code,
    Optional<InetAddress> shownIp,
    Optional<Screen> screen,
    Optional<Doing> doing) {

  /** Nothing but the state of the room. */
  public static final Asked NOTHING =
      new Asked(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
