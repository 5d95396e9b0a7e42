package io.roomwatch.agent.facts;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Zoom Rooms app of this device, out of its processes and installed applications. Names from
 * community knowledge, so the process names are configurable.
 */
public final class RoomApp {

  /** The app on Windows and on macOS. */
  public static final List<String> DEFAULT_NAMES = List.of("ZoomRooms", "ZoomPresence");

  /** Parts of Zoom Rooms that run beside the app itself. */
  private static final Set<String> HELPERS =
      Set.of(
          "zrshell",
          "controller",
          "digitalsignage",
          "zrairhost",
          "zrcpthost",
          "zrusplayer",
          "conmon_server");

  /** The desktop client, the SDK, and what comes with every Zoom program. */
  private static final Set<String> OTHERS =
      Set.of("zoom", "cpthost", "zcscpthost", "zcscptservice", "mdnsresponder");

  /** "Zoom Rooms", with what installers add: "(64-bit)", a version. Not its controller. */
  private static final Pattern APPLICATION =
      Pattern.compile(
          "(?:zoom\\s?rooms|zoompresence)(?:\\.app)?(?:\\s*\\(.*\\))?(?:\\s+v?[0-9][0-9.]*)?",
          Pattern.CASE_INSENSITIVE);

  private RoomApp() {}

  /**
   * The running app: of several, one in an interactive session, then the one that started first
   * (the others are its children). Never the desktop client, and no helper, for those may outlive
   * the app, whatever is configured.
   *
   * @param names process names, with or without {@code .exe}, compared without case
   */
  public static Optional<RunningProcess> running(
      List<RunningProcess> processes, List<String> names) {
    Set<String> wanted = names.stream().map(RoomApp::bare).collect(Collectors.toSet());
    wanted.removeAll(HELPERS);
    wanted.removeAll(OTHERS);
    return processes.stream()
        .filter(process -> wanted.contains(bare(process.name())))
        .min(
            Comparator.comparing((RunningProcess process) -> process.session().orElse(0) <= 0)
                .thenComparing(RunningProcess::started)
                .thenComparingLong(RunningProcess::pid));
  }

  /** The installed app; of several entries, one that names its version. */
  public static Optional<InstalledApplication> installed(List<InstalledApplication> applications) {
    return applications.stream()
        .filter(application -> APPLICATION.matcher(application.name().strip()).matches())
        .min(Comparator.comparing(application -> application.version().isEmpty()));
  }

  /** Whether a process of this name is a part of Zoom Rooms that runs beside the app itself. */
  public static boolean isHelper(String name) {
    return HELPERS.contains(bare(name));
  }

  /**
   * Tells the app's program in a firewall rule.
   *
   * @param path of the running app; when it is empty, the file name decides
   */
  public static Predicate<String> isProgram(Optional<String> path) {
    return program ->
        path.map(program::equalsIgnoreCase)
            .orElseGet(
                () ->
                    DEFAULT_NAMES.stream()
                        .map(RoomApp::bare)
                        .anyMatch(bare(program.substring(program.lastIndexOf('\\') + 1))::equals));
  }

  private static String bare(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".exe") ? lower.substring(0, lower.length() - 4) : lower;
  }
}
