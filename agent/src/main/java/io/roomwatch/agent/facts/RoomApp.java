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
 *
 * @param process the running app with its path, user, session and start; empty when it does not run
 * @param installed the application as installed, with its version; empty when none is listed
 */
public record RoomApp(Optional<RunningProcess> process, Optional<InstalledApplication> installed) {

  /** The app on Windows and on macOS. */
  public static final List<String> DEFAULT_NAMES = List.of("ZoomRooms", "ZoomPresence");

  /**
   * Never the room app, whatever is configured: the desktop client, the SDK, and the helpers that
   * come with the app and may outlive it.
   */
  private static final Set<String> NEVER =
      Set.of(
          "zoom",
          "cpthost",
          "zcscpthost",
          "zcscptservice",
          "zrshell",
          "controller",
          "digitalsignage",
          "zrairhost",
          "zrcpthost",
          "mdnsresponder",
          "zrusplayer",
          "conmon_server");

  /** "Zoom Rooms", with what installers add: "(64-bit)", a version. Not its controller. */
  private static final Pattern APPLICATION =
      Pattern.compile(
          "(?:zoom\\s?rooms|zoompresence)(?:\\.app)?(?:\\s*\\(.*\\))?(?:\\s+v?[0-9][0-9.]*)?",
          Pattern.CASE_INSENSITIVE);

  /** Finds the app. */
  public static RoomApp of(
      List<RunningProcess> processes, List<InstalledApplication> applications, List<String> names) {
    return new RoomApp(running(processes, names), installed(applications));
  }

  /**
   * The running app: of several, one in an interactive session, then the one that started first
   * (the others are its children).
   *
   * @param names process names, with or without {@code .exe}, compared without case
   */
  public static Optional<RunningProcess> running(
      List<RunningProcess> processes, List<String> names) {
    Set<String> wanted = names.stream().map(RoomApp::bare).collect(Collectors.toSet());
    wanted.removeAll(NEVER);
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

  /**
   * The version that is installed; empty when the app is not listed or its version not readable.
   */
  public Optional<VersionNumber> version() {
    return installed.flatMap(InstalledApplication::version).flatMap(VersionNumber::parse);
  }

  /** Who runs it; empty when it does not run or this account may not see whose it is. */
  public Optional<String> user() {
    return process.flatMap(RunningProcess::user);
  }

  /**
   * Whether the running app is where a person sees it. False is a finding: an app started by a
   * service or left in session 0 shows on no screen.
   *
   * @return empty when it does not run, or where the system has no sessions or hides them
   */
  public Optional<Boolean> interactive() {
    return process.flatMap(
        running ->
            running.session().isPresent()
                ? Optional.of(running.session().getAsInt() > 0)
                : Optional.empty());
  }

  /**
   * The WinINET settings that the app uses: the machine's where those apply to everybody, else
   * those of the app's user.
   *
   * @param sources all of {@link Facts#proxies()}
   * @return empty when the app does not run, when its user is not known or has no hive here, or
   *     when two users of that name have one
   */
  public Optional<ProxySource> proxy(List<ProxySource> sources) {
    return ProxyOwner.of(user().orElse(""), sources);
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
