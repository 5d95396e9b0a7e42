package io.roomwatch.agent.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Roomwatch as a service of this system. Everything returns what to tell people, one sentence. */
public sealed interface ServiceControl permits SystemdService, WindowsService, NoService {

  /**
   * What {@code install} is asked for.
   *
   * @param configFile copied to the usual place when there is none; empty: a file with the room
   * @param room what a new configuration file says of the room; {@code name}, {@code site}, {@code
   *     device}, of which any may be missing
   * @param listen where to serve; empty: as before, or the default
   * @param openFirewall lets others reach that address, on Windows
   * @param remote who: an address, a network or {@code LocalSubnet}
   */
  record Wish(
      Optional<Path> configFile,
      Map<String, String> room,
      List<String> listen,
      boolean openFirewall,
      String remote) {
    public Wish {
      room = Map.copyOf(room);
      listen = List.copyOf(listen);
    }
  }

  /** What goes with the service. */
  enum Removal {
    /** Configuration and state stay. */
    SERVICE,
    /** A firewall rule stays, too: the next version is about to come. */
    FOR_UPGRADE,
    /** Configuration and state go. */
    EVERYTHING
  }

  /** How the service is. */
  enum State {
    RUNNING,
    STOPPED,
    NOT_INSTALLED
  }

  /** Makes the service, enables and starts it. Again: with what is asked for now. */
  String install(Wish wish) throws ServiceFault;

  /** Stops and removes it. */
  String uninstall(Removal removal) throws ServiceFault;

  String start() throws ServiceFault;

  /** Returns when it has ended. */
  String stop() throws ServiceFault;

  State state() throws ServiceFault;

  /**
   * The one of this system.
   *
   * @param osName the system property {@code os.name}
   * @param home where this program is installed; empty: it does not know
   */
  static ServiceControl of(
      String osName,
      Map<String, String> environment,
      Optional<Path> home,
      SystemPrograms programs) {
    String name = osName.toLowerCase(Locale.ROOT);
    if (home.isEmpty()) {
      return new NoService("this program was not started by its launcher");
    }
    if (name.startsWith("windows")) {
      Path data = Path.of(environment.getOrDefault("ProgramData", "C:\\ProgramData"), "Roomwatch");
      return new WindowsService(home.get(), data, programs);
    }
    return name.startsWith("linux")
        ? new SystemdService(Path.of("/"), home.get(), programs)
        : new NoService("this system has neither systemd nor Windows services");
  }
}
