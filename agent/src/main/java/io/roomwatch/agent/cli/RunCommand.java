package io.roomwatch.agent.cli;

import io.roomwatch.agent.config.ZoomPorts;
import io.roomwatch.agent.web.ListenAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "run", description = "Run the daemon: watch this room until told to stop.")
final class RunCommand implements Callable<Integer> {

  private final Program program;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--web.listen-address",
      paramLabel = "HOST:PORT",
      description =
          "Where to serve metrics and status; may be repeated. Default: "
              + ListenAddress.DEFAULT
              + ".")
  private List<String> listen = List.of(ListenAddress.DEFAULT);

  @Option(
      names = "--web.config.file",
      paramLabel = "FILE",
      description =
          "TLS, client certificates, users and headers of the web server, in the schema of the"
              + " Prometheus exporter-toolkit. Read again when it changes.")
  private @Nullable Path webConfig;

  @Option(
      names = "--web.external-url",
      paramLabel = "URL",
      description =
          "Where others reach this agent: it stands in alerts, and its host name is answered to.")
  private @Nullable URI externalUrl;

  @Option(
      names = "--storage.path",
      paramLabel = "DIR",
      description =
          "Where state is kept: journal, schedule, alerts. Default: the system's usual place, or"
              + " target/roomwatch-state of a build tree.")
  private @Nullable Path storage;

  @Mixin private Logging logging = new Logging();

  RunCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    List<ListenAddress> addresses;
    try {
      addresses =
          listen.stream().map(text -> ListenAddress.parse(text, ZoomPorts::roomUse)).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
    Optional<URI> external = Optional.ofNullable(externalUrl);
    if (external.filter(url -> !isPage(url)).isPresent()) {
      throw new ParameterException(
          command.commandLine(),
          "--web.external-url '" + externalUrl + "': expected http:// or https:// and a host");
    }
    logging.start(program);
    return program.run(
        new Program.RunOptions(
            config.file(),
            new Program.Web(addresses, Optional.ofNullable(webConfig), external),
            Optional.ofNullable(storage)),
        command.commandLine().getErr());
  }

  private static boolean isPage(URI url) {
    return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
        && url.getHost() != null
        && url.getUserInfo() == null;
  }
}
