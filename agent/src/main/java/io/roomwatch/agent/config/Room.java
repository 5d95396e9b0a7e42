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
 * @param where which machine is the Zoom Rooms device
 * @param controllers addresses expected to hold a connection to port 9090; empty: any will do
 */
public record Room(
    String name,
    String site,
    Where where,
    List<InetAddress> controllers,
    App app,
    Version version,
    Optional<Activation> activation) {

  public Room {
    controllers = List.copyOf(controllers);
  }

  /** The device's address when the agent sits beside it; empty: this machine is the device. */
  public Optional<InetAddress> device() {
    return where.device();
  }

  public boolean isThisMachine() {
    return device().isEmpty();
  }

  /**
   * Whether a person said that this machine is the device, or what only holds where it is: without
   * any configuration it is merely assumed.
   */
  public boolean isSaidToBeThisMachine() {
    return isThisMachine() && (where.said() || !controllers.isEmpty());
  }

  /**
   * @param device its address when the agent sits beside it; empty: this machine is the device
   * @param said whether the configuration says so, or names the room app of this machine
   */
  public record Where(Optional<InetAddress> device, boolean said) {}

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
