package io.roomwatch.agent.config;

import java.net.InetAddress;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The room that this agent watches.
 *
 * @param name shown everywhere; default the host's name
 * @param site default {@code default}
 * @param device the Zoom Rooms device's address when the agent sits beside it; empty: this machine
 *     is the device
 * @param controllers addresses expected to hold a connection to port 9090; empty: any will do
 */
public record Room(
    String name,
    String site,
    Optional<InetAddress> device,
    List<InetAddress> controllers,
    App app,
    Version version,
    Optional<Activation> activation) {

  public Room {
    controllers = List.copyOf(controllers);
  }

  public boolean isThisMachine() {
    return device.isEmpty();
  }

  /**
   * @param processes executable names, without {@code .exe}, any of which is the room app; default
   *     ZoomRooms, ZoomPresence
   */
  public record App(List<String> processes) {
    public App {
      processes = List.copyOf(processes);
    }
  }

  /**
   * Versions that people declare.
   *
   * @param minimum the enforced minimum, first three parts count; empty: not declared
   * @param asOf when that minimum was looked up
   * @param controllers version by controller name or address
   */
  public record Version(
      Optional<String> minimum, Optional<LocalDate> asOf, Map<String, String> controllers) {
    public Version {
      controllers = Map.copyOf(controllers);
    }
  }

  /** A setup under way: the day on which the activation code was issued. */
  public record Activation(LocalDate issued) {}
}
