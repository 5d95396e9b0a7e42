package io.roomwatch.agent.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A unit of systemd for a copy of Roomwatch that no package installed. */
record SystemdService(Path root, Path home, SystemPrograms programs) implements ServiceControl {

  private static final String UNIT = "roomwatch.service";

  /** What the unit forbids to run programs from. */
  private static final List<String> NO_PROGRAMS =
      List.of("/tmp", "/var/tmp", "/var/lib", "/run", "/dev/shm", "/etc", "/home", "/root");

  private Path own() {
    return root.resolve("etc/systemd/system").resolve(UNIT);
  }

  private Path user() {
    return root.resolve("etc/sysusers.d/roomwatch.conf");
  }

  private Path config() {
    return root.resolve("etc/roomwatch/roomwatch.yaml");
  }

  /** Whether a package has brought the unit. */
  private boolean packaged() {
    return Files.exists(root.resolve("lib/systemd/system").resolve(UNIT))
        || Files.exists(root.resolve("usr/lib/systemd/system").resolve(UNIT));
  }

  @Override
  public String install(Wish wish) throws ServiceFault {
    if (packaged()) {
      throw new ServiceFault(
          "the package has installed the service: use systemctl enable --now roomwatch; arguments"
              + " are ARGS in /etc/default/roomwatch");
    }
    if (wish.openFirewall()) {
      throw new ServiceFault(
          "the firewall is opened on Windows only; here use ufw or firewall-cmd");
    }
    String forbidden =
        NO_PROGRAMS.stream().filter(folder -> home.startsWith(folder)).findFirst().orElse("");
    if (!forbidden.isEmpty()) {
      throw new ServiceFault(
          "the service may run nothing below "
              + forbidden
              + ": move "
              + home
              + " to /opt/roomwatch and ask again there");
    }
    try {
      Files.createDirectories(user().getParent());
      Files.createDirectories(config().getParent());
      Files.writeString(user(), shipped("roomwatch.sysusers"));
      Files.writeString(own(), unit(wish.listen()));
    } catch (IOException e) {
      throw new ServiceFault("the unit cannot be written, run this as root: " + e, e);
    }
    FirstConfig.write(config(), wish.configFile(), wish.room());
    programs.must(List.of("systemd-sysusers", user().toString()));
    programs.must(List.of("systemctl", "daemon-reload"));
    programs.must(List.of("systemctl", "enable", UNIT));
    programs.must(List.of("systemctl", "restart", UNIT));
    return "The service is installed as " + own() + ", enabled and started.";
  }

  private String unit(List<String> listen) throws IOException {
    String more =
        listen.stream()
            .map(address -> " --web.listen-address " + quoted(address))
            .collect(Collectors.joining());
    return shipped(UNIT)
        .replace(
            "ExecStart=/usr/bin/roomwatch run $ARGS",
            "ExecStart=" + quoted(home.resolve("bin/roomwatch").toString()) + " run $ARGS" + more);
  }

  /** See systemd.service(5), command lines. */
  private static String quoted(String word) {
    return '"'
        + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$")
        + '"';
  }

  private String shipped(String name) throws IOException {
    return Files.readString(home.resolve("share/systemd").resolve(name));
  }

  @Override
  public String uninstall(Removal removal) throws ServiceFault {
    if (!Files.exists(own())) {
      throw new ServiceFault(
          packaged()
              ? "the package has installed the service: remove the package"
              : "there is no service " + UNIT);
    }
    programs.must(List.of("systemctl", "disable", "--now", UNIT));
    try {
      Files.delete(own());
      Files.deleteIfExists(user());
    } catch (IOException e) {
      throw new ServiceFault("the unit cannot be deleted, run this as root: " + e, e);
    }
    programs.must(List.of("systemctl", "daemon-reload"));
    return switch (removal) {
      case SERVICE, FOR_UPGRADE ->
          "The service is removed; configuration and state are kept in /etc/roomwatch and"
              + " /var/lib/roomwatch.";
      case EVERYTHING -> {
        Folders.delete(root.resolve("etc/roomwatch"));
        Folders.delete(root.resolve("var/lib/roomwatch"));
        yield "The service is removed, with configuration and state.";
      }
    };
  }

  @Override
  public String start() throws ServiceFault {
    programs.must(List.of("systemctl", "start", UNIT));
    return "The service is started.";
  }

  @Override
  public String stop() throws ServiceFault {
    programs.must(List.of("systemctl", "stop", UNIT));
    return "The service is stopped.";
  }

  @Override
  public State state() throws ServiceFault {
    String active = programs.run(List.of("systemctl", "is-active", UNIT)).said();
    if (active.equals("active") || active.equals("reloading") || active.equals("activating")) {
      return State.RUNNING;
    }
    return Files.exists(own()) || packaged() ? State.STOPPED : State.NOT_INSTALLED;
  }
}
