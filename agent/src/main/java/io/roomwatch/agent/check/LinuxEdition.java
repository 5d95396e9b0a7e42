package io.roomwatch.agent.check;

import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import java.util.Optional;

/**
 * Zoom Rooms has no Linux edition: on Linux the agent sits beside the room. What is missing there
 * before anybody has said where the room is, is no outage.
 */
public final class LinuxEdition {
  private LinuxEdition() {}

  /**
   * In place of a finding that the room app, or something of it, is not on this machine; empty
   * where it could be, and where a person said that it is.
   *
   * @param missing what is not here, as a sentence without its end
   */
  public static Optional<Finding> none(CheckContext context, String missing) {
    return context.facts().platform() == Platform.LINUX
            && !context.config().room().isSaidToBeThisMachine()
        ? Optional.of(
            Finding.unknown(
                Reason.UNSUPPORTED,
                missing
                    + ", and Zoom Rooms has no Linux edition: this machine cannot be the room's"
                    + " device. Set room.device to the device's address."))
        : Optional.empty();
  }
}
