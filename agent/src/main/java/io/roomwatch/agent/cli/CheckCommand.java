package io.roomwatch.agent.cli;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.StatusJson;
import io.roomwatch.agent.yaml.Spelling;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
      "Run every check once, now, and say which layer is broken.",
      "A check that fails, or finds the cloud too slow, is looked at again at once, up to twice; a"
          + " peer's port 9090 only once, so as not to disturb it."
    },
    footer = {
      "",
      "Exit codes: 0 ok, 1 degraded, 2 failed, 3 unknown, of the room's verdict, or of the worst"
          + " check shown when IDs are given; 64 usage, 78 bad configuration."
    })
final class CheckCommand implements Callable<Integer> {

  private final Program program;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description =
          "Show only these: a check (link.peer:NAME), a kind (link.peer) or a group (link). All are"
              + " looked at nevertheless: one explains the other. The verdict in JSON stays the"
              + " room's.")
  private List<String> ids = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: table.")
  private String format = "table";

  @Mixin private ConfigOption config = new ConfigOption();

  CheckCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    if (!format.equals("table") && !format.equals("json")) {
      throw new ParameterException(
          command.commandLine(), "--format '" + format + "' is not one of table, json");
    }
    for (String id : ids) {
      known(id)
          .ifPresent(
              fault -> {
                throw new ParameterException(command.commandLine(), fault);
              });
    }
    program.logTo(Program.LogFormat.LOGFMT, "error");
    PrintWriter out = command.commandLine().getOut();
    return switch (program.check(config.file(), Optional.empty(), this::objection)) {
      case Program.Checked.BadConfig bad -> {
        command.commandLine().getErr().println(bad.faults());
        yield ExitCode.CONFIG;
      }
      case Program.Checked.Refused refused ->
          throw new ParameterException(command.commandLine(), refused.why());
      case Program.Checked.Done done -> print(done.seen().status(), out);
    };
  }

  /** Every id must name a check that is configured, also beside one that does. */
  private Optional<String> objection(List<CheckId> configured) {
    List<String> all = configured.stream().map(CheckId::toString).toList();
    String none =
        ids.stream()
            .filter(wanted -> configured.stream().noneMatch(check -> named(check, wanted)))
            .map(wanted -> "'" + wanted + "'" + Spelling.hint(wanted, all, ""))
            .collect(Collectors.joining(", "));
    return none.isEmpty()
        ? Optional.empty()
        : Optional.of("no check here is named " + none + " ('roomwatch check' lists them all)");
  }

  private int print(RoomStatus whole, PrintWriter out) {
    List<CheckStatus> shown = whole.checks().stream().filter(this::selected).toList();
    RoomStatus status =
        new RoomStatus(whole.room(), whole.agent(), whole.at(), whole.verdict(), shown);
    State result = ids.isEmpty() ? whole.verdict().cause().state() : worst(shown);
    out.print(
        format.equals("json")
            ? Page.json(StatusJson.of(status))
            : ids.isEmpty()
                ? CheckTable.of(status)
                : CheckTable.of(status, whole.checks().size(), result));
    out.flush();
    return ExitCode.of(result);
  }

  /** Failed before degraded before unknown before ok. */
  private static State worst(List<CheckStatus> checks) {
    for (State state : List.of(State.FAILED, State.DEGRADED, State.UNKNOWN)) {
      if (checks.stream().anyMatch(check -> check.state() == state)) {
        return state;
      }
    }
    return State.OK;
  }

  private boolean selected(CheckStatus status) {
    return ids.isEmpty() || ids.stream().anyMatch(wanted -> named(status.check(), wanted));
  }

  private static boolean named(CheckId check, String wanted) {
    String id = check.toString();
    return id.equals(wanted) || id.startsWith(wanted + ":") || id.startsWith(wanted + ".");
  }

  /** What is wrong with an id, or empty. */
  private static Optional<String> known(String id) {
    String kind = id.contains(":") ? id.substring(0, id.indexOf(':')) : id;
    boolean good =
        Arrays.stream(CheckKind.values())
            .anyMatch(
                each ->
                    each.id().equals(kind)
                        || (!id.contains(":") && each.group().label().equals(id)));
    return good
        ? Optional.empty()
        : Optional.of(
            "unknown check '"
                + id
                + "'"
                + Spelling.nearest(
                        kind, Arrays.stream(CheckKind.values()).map(CheckKind::id).toList())
                    .map(near -> ", did you mean '" + near + "'?")
                    .orElse(""));
  }
}
