package io.roomwatch.agent.cli.service;

import io.roomwatch.agent.cli.ExitCode;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.ZoomPorts;
import io.roomwatch.agent.service.ServiceControl;
import io.roomwatch.agent.service.ServiceControl.Removal;
import io.roomwatch.agent.service.ServiceControl.State;
import io.roomwatch.agent.service.ServiceControl.Wish;
import io.roomwatch.agent.service.ServiceFault;
import io.roomwatch.agent.web.ListenAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roomwatch service install|uninstall|start|stop|status}. */
@Command(
    name = "service",
    description = "Run Roomwatch as a service: a Windows service, or a systemd unit.",
    synopsisSubcommandLabel = "(install | uninstall | start | stop | status)")
public final class ServiceCommand implements Runnable {

  /** Of {@code status}, as systemctl has it: 3 for a service that does not run, 4 for none. */
  static final int STOPPED = 3;

  static final int NONE = 4;

  private final Program program;

  @Spec private @Nullable CommandSpec spec;

  public ServiceCommand(Program program) {
    this.program = program;
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        spec().commandLine(), "Missing subcommand: install, uninstall, start, stop or status");
  }

  @Command(
      name = "install",
      description = "Make the service, enable and start it. What packages do by themselves.",
      exitCodeOnInvalidInput = ExitCode.USAGE)
  int install(
      @Option(
              names = "--web.listen-address",
              paramLabel = "HOST:PORT",
              description = "Where the service serves; may be repeated. Default: as before.")
          @Nullable List<String> listen,
      @Option(
              names = "--config.file",
              paramLabel = "FILE",
              description = "Copied to the usual place, unless a configuration is there.")
          @Nullable Path configFile,
      @Option(
              names = "--room.name",
              paramLabel = "NAME",
              description = "For a new configuration: the room's name.")
          @Nullable String name,
      @Option(
              names = "--room.site",
              paramLabel = "SITE",
              description = "For a new configuration: the room's site.")
          @Nullable String site,
      @Option(
              names = "--room.device",
              paramLabel = "DEVICE",
              description = "For a new configuration: self, or the device's address.")
          @Nullable String device,
      @Option(
              names = "--open-firewall",
              description = "Windows: let others reach the listen address.")
          boolean openFirewall,
      @Option(
              names = "--remote-address",
              paramLabel = "ADDRESS",
              defaultValue = "LocalSubnet",
              description = "Windows: who; an address, a network, LocalSubnet or any.")
          String remote) {
    List<String> addresses = present(listen);
    for (String address : addresses) {
      try {
        ListenAddress.parse(address, ZoomPorts::roomUse);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
    Map<String, String> room = new LinkedHashMap<>();
    put(room, "name", name);
    put(room, "site", site);
    put(room, "device", device);
    Optional<Path> given =
        Optional.ofNullable(configFile).filter(file -> !file.toString().isBlank());
    return said(
        control ->
            control.install(
                new Wish(given.map(Path::toAbsolutePath), room, addresses, openFirewall, remote)));
  }

  /** An installer hands on what it was not given as empty words. */
  private static List<String> present(@Nullable List<String> words) {
    return words == null ? List.of() : words.stream().filter(word -> !word.isBlank()).toList();
  }

  private static void put(Map<String, String> room, String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      room.put(key, value);
    }
  }

  @Command(
      name = "uninstall",
      description = "Stop and remove the service; configuration and state stay.",
      exitCodeOnInvalidInput = ExitCode.USAGE)
  int uninstall(
      @Option(names = "--purge", description = "Remove configuration and state, too.")
          boolean purge,
      @Option(names = "--for-upgrade", hidden = true) boolean forUpgrade) {
    Removal removal =
        purge ? Removal.EVERYTHING : forUpgrade ? Removal.FOR_UPGRADE : Removal.SERVICE;
    return said(control -> control.uninstall(removal));
  }

  @Command(name = "start", description = "Start the service.")
  int start() {
    return said(ServiceControl::start);
  }

  @Command(name = "stop", description = "Stop the service; returns when it has ended.")
  int stop() {
    return said(ServiceControl::stop);
  }

  @Command(
      name = "status",
      description = "Say whether the service runs: exit code 0, 3 when stopped, 4 when none.")
  int status() {
    try {
      State state = program.service().state();
      String text =
          switch (state) {
            case RUNNING -> "The service runs.";
            case STOPPED -> "The service is stopped.";
            case NOT_INSTALLED -> "There is no service; roomwatch service install makes one.";
          };
      spec().commandLine().getOut().println(text);
      return switch (state) {
        case RUNNING -> ExitCode.OK;
        case STOPPED -> STOPPED;
        case NOT_INSTALLED -> NONE;
      };
    } catch (ServiceFault e) {
      return failed(e);
    }
  }

  /** Something asked of the service. */
  private interface Asking {
    String of(ServiceControl control) throws ServiceFault;
  }

  private int said(Asking asking) {
    try {
      spec().commandLine().getOut().println(asking.of(program.service()));
      return ExitCode.OK;
    } catch (ServiceFault e) {
      return failed(e);
    }
  }

  private int failed(ServiceFault e) {
    spec().commandLine().getErr().println("roomwatch: " + e.getMessage());
    return ExitCode.UNAVAILABLE;
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
