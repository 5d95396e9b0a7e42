package io.roomwatch.agent.service;

import io.roomwatch.agent.service.SystemPrograms.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A Windows service by Apache procrun (https://commons.apache.org/daemon/procrun.html, 1.5), which
 * loads the JVM into its own process. Runs as LocalService; configuration, state and logs are in
 * one folder that only the system, administrators and the service may open.
 *
 * @param home has {@code bin\roomwatch-service.exe}, {@code runtime}, {@code lib}, {@code native}
 * @param data {@code %ProgramData%\Roomwatch}
 */
record WindowsService(Path home, Path data, SystemPrograms programs) implements ServiceControl {

  private static final String NAME = "Roomwatch";
  private static final String MAIN = "io.roomwatch.agent.Main";
  private static final String HOST = "roomwatch-service.exe";
  private static final String RULE = "name=Roomwatch status and metrics";

  private static final String KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\" + NAME;

  private static final String PROCRUN =
      "HKLM\\SOFTWARE\\WOW6432Node\\Apache Software Foundation\\Procrun 2.0\\" + NAME;

  private static final int STOP_SECONDS = 30;

  private String host() {
    return home.resolve("bin").resolve(HOST).toString();
  }

  /** One argument a line: an upgrade, which does not know them, goes on with them. */
  private Path arguments() {
    return data.resolve("service.arguments");
  }

  @Override
  public String install(Wish wish) throws ServiceFault {
    List<String> arguments;
    try {
      lock();
      arguments = arguments(wish.listen());
      FirstConfig.write(data.resolve("roomwatch.yaml"), wish.configFile(), wish.room());
      if (state() != State.NOT_INSTALLED) {
        remove();
      }
      programs.must(registration(arguments));
    } catch (IOException e) {
      throw new ServiceFault("the service cannot be set up: " + e, e);
    }
    // Again at once, then later, then every minute; a day without a fault begins anew.
    programs.must(
        List.of(
            "sc.exe",
            "failure",
            NAME,
            "reset=",
            "86400",
            "actions=",
            "restart/5000/restart/30000/restart/60000"));
    openFirewall(wish, arguments);
    start();
    return "The service " + NAME + " is installed and started; its files are in " + data + ".";
  }

  /**
   * Makes the folder, for nobody but SYSTEM, Administrators and LocalService. Any user may have
   * made one of that name before: it gets another owner, and what it allowed others is taken back.
   */
  private void lock() throws IOException, ServiceFault {
    Files.createDirectories(data.resolve("logs"));
    String folder = data.toString();
    programs.must(List.of("icacls.exe", folder, "/setowner", "*S-1-5-32-544", "/T", "/Q"));
    programs.must(List.of("icacls.exe", folder, "/reset", "/T", "/Q"));
    programs.must(
        List.of(
            "icacls.exe",
            folder,
            "/inheritance:r",
            "/grant:r",
            "*S-1-5-18:(OI)(CI)F",
            "*S-1-5-32-544:(OI)(CI)F",
            "*S-1-5-19:(OI)(CI)M"));
  }

  private List<String> arguments(List<String> listen) throws IOException {
    if (!listen.isEmpty()) {
      List<String> lines = new ArrayList<>();
      listen.forEach(address -> lines.addAll(List.of("--web.listen-address", address)));
      Files.write(arguments(), lines);
      return lines;
    }
    return Files.exists(arguments()) ? Files.readAllLines(arguments()) : List.of();
  }

  private List<String> registration(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                host(),
                "//IS//" + NAME,
                "--Install=" + host(),
                "--DisplayName=Roomwatch",
                "--Description=Watches this meeting room and says which layer broke.",
                "--Startup=delayed",
                "--ServiceUser=NT AUTHORITY\\LocalService",
                "--StartMode=jvm",
                "--StopMode=jvm",
                "--StartClass=" + MAIN,
                "--StartMethod=main",
                "--StopClass=" + MAIN,
                "--StopMethod=stop",
                "--StopTimeout=20",
                "--Jvm=" + home.resolve("runtime\\bin\\server\\jvm.dll"),
                "--Classpath=" + classpath(),
                // A service need not see the variable as others do: the place is this one.
                "++Environment=ProgramData=" + data.getParent(),
                "--LogPath=" + data.resolve("logs"),
                "--LogPrefix=service",
                "--LogLevel=Info",
                "++StartParams=run"));
    arguments.forEach(argument -> command.add("++StartParams=" + quoted(argument)));
    for (String option : options()) {
      command.add("++JvmOptions=" + quoted(option));
    }
    return command;
  }

  private String classpath() throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      return String.join(
          ";", jars.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList());
    }
  }

  private List<String> options() throws IOException {
    Path natives = home.resolve("native");
    List<String> options = new ArrayList<>();
    for (String line : Files.readAllLines(home.resolve("lib").resolve("java.options"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        options.add(line.strip());
      }
    }
    options.add("-Droomwatch.home=" + home);
    options.add("-Droomwatch.log.file=" + data.resolve("logs").resolve("roomwatch.log"));
    options.add("-Djna.boot.library.path=" + natives);
    options.add("-Djava.library.path=" + natives);
    options.add("-Dorg.sqlite.lib.path=" + natives);
    options.add("-Dorg.sqlite.tmpdir=" + natives);
    return options;
  }

  /** Procrun ends a word of a list at these, outside of quotes. */
  private static String quoted(String word) {
    return word.contains(";") || word.contains("#") ? "'" + word + "'" : word;
  }

  private void openFirewall(Wish wish, List<String> arguments) throws ServiceFault {
    if (!wish.openFirewall()) {
      return;
    }
    String address = arguments.isEmpty() ? "" : arguments.get(1);
    if (address.isEmpty() || address.startsWith("127.") || address.startsWith("[::1]")) {
      throw new ServiceFault(
          "the firewall need not be opened: the service is served to this machine only; name an"
              + " address with --web.listen-address");
    }
    closeFirewall();
    programs.must(
        List.of(
            "netsh.exe",
            "advfirewall",
            "firewall",
            "add",
            "rule",
            RULE,
            "dir=in",
            "action=allow",
            "protocol=TCP",
            "localport=" + address.substring(address.lastIndexOf(':') + 1),
            "program=" + host(),
            "remoteip=" + wish.remote()));
  }

  /** The rule is absent unless somebody asked for it. */
  private void closeFirewall() throws ServiceFault {
    Ended unused =
        programs.run(List.of("netsh.exe", "advfirewall", "firewall", "delete", "rule", RULE));
  }

  @Override
  public String uninstall(Removal removal) throws ServiceFault {
    boolean there = state() != State.NOT_INSTALLED;
    if (there) {
      remove();
    }
    String kept = "configuration and state are kept in " + data + ".";
    return switch (removal) {
      case FOR_UPGRADE -> "The service " + NAME + " is removed; " + kept;
      case SERVICE -> {
        closeFirewall();
        if (!there) {
          throw new ServiceFault("there is no service " + NAME + "; " + kept);
        }
        yield "The service " + NAME + " is removed; " + kept;
      }
      case EVERYTHING -> {
        closeFirewall();
        Folders.delete(data);
        yield "The service " + NAME + " is removed, with " + data + ".";
      }
    };
  }

  private void remove() throws ServiceFault {
    stop();
    programs.must(List.of("sc.exe", "delete", NAME));
    // Procrun's own settings; without them there is nothing to remove.
    Ended unused = programs.run(List.of("reg.exe", "delete", PROCRUN, "/f"));
  }

  @Override
  public String start() throws ServiceFault {
    if (state() != State.RUNNING) {
      programs.must(List.of("net.exe", "start", NAME));
    }
    return "The service is started.";
  }

  @Override
  public String stop() throws ServiceFault {
    if (state() == State.RUNNING) {
      programs.must(List.of("net.exe", "stop", NAME));
    }
    awaitEnd();
    return "The service is stopped.";
  }

  /** Windows calls it stopped a moment before its process ends, which holds the jars until then. */
  private static void awaitEnd() throws ServiceFault {
    List<ProcessHandle> left =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().command().orElse("").endsWith(HOST))
            .filter(process -> process.pid() != ProcessHandle.current().pid())
            .toList();
    for (ProcessHandle process : left) {
      try {
        process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        process.destroyForcibly();
      } catch (InterruptedException | ExecutionException e) {
        throw new ServiceFault("nobody knows whether the service has ended", e);
      }
    }
  }

  @Override
  public State state() throws ServiceFault {
    // Its exit code is the same on every Windows, and on Wine.
    if (!programs.run(List.of("reg.exe", "query", KEY)).well()) {
      return State.NOT_INSTALLED;
    }
    Ended ended = programs.run(List.of("sc.exe", "query", NAME));
    if (!ended.well()) {
      throw new ServiceFault("Windows does not say how the service is: " + ended.said());
    }
    // Names of the lines are translated, names of the states are not.
    return ended.said().contains(" STOPPED") ? State.STOPPED : State.RUNNING;
  }
}
