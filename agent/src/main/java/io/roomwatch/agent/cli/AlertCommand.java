package io.roomwatch.agent.cli;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.outbox.Entry;
import io.roomwatch.agent.outbox.Outbox;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roomwatch alert test|list|retry|drop|ack}: alerts and their messages. */
@Command(
    name = "alert",
    description = "Try the way to people; see which alerts are on it, and what becomes of them.",
    synopsisSubcommandLabel = "(test | list | retry | drop | ack)")
final class AlertCommand implements Runnable {

  /** What a daemon makes of a change. */
  private static final String SOON = "The daemon sees that within seconds, or when it runs next.";

  @Spec private @Nullable CommandSpec spec;

  private AlertCommand() {}

  static CommandLine of(Program program) {
    return new CommandLine(new AlertCommand())
        .addSubcommand(new AlertTestCommand(program))
        .addSubcommand(new Listing(program))
        .addSubcommand(new Retry(program))
        .addSubcommand(new Drop(program))
        .addSubcommand(new Acknowledge(program));
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(),
        "Missing subcommand: test, list, retry, drop or ack");
  }

  /** A command of the outbox. */
  private abstract static class OutboxCommand extends StateCommand {

    OutboxCommand(Program program) {
      super(program);
    }

    final Outbox outbox(Store store) {
      return new Outbox(store, Journal::write, program().clock());
    }

    /** What a command may change; empty when nothing has been kept yet. */
    final Optional<Open> open() throws StoreException {
      return read(
          store -> {
            List<Entry> entries = new ArrayList<>(outbox(store).pending());
            entries.addAll(outbox(store).newest(Entry.Status.PARKED, Integer.MAX_VALUE));
            return new Open(outbox(store).alerts(), entries);
          });
    }

    static String about(Entry entry) {
      return "message "
          + entry.id()
          + " to "
          + entry.sink()
          + ", "
          + entry.notice().status().label()
          + " of "
          + entry.notice().key();
    }
  }

  /**
   * @param entries those that wait or are parked
   */
  private record Open(List<Alert> alerts, List<Entry> entries) {}

  @Command(
      name = "list",
      description =
          "Show the alerts that are firing or kept back, and of each sink the messages that wait,"
              + " are parked, and were sent lately.",
      footer = {"", "Exit codes: 0, 64 usage, 69 the state cannot be used."})
  private static final class Listing extends OutboxCommand {

    private static final int RECENT = 200;

    Listing(Program program) {
      super(program);
    }

    @Override
    protected int run() throws StoreException {
      Optional<Page> page =
          read(
              store -> {
                Outbox outbox = outbox(store);
                List<Entry> entries = new ArrayList<>(outbox.pending());
                for (Entry.Status status :
                    List.of(Entry.Status.PARKED, Entry.Status.DELIVERED, Entry.Status.DROPPED)) {
                  entries.addAll(outbox.newest(status, RECENT));
                }
                Page table = new Page();
                AlertTable.write(table, outbox.alerts(), entries, program().zone());
                return table;
              });
      if (page.isPresent()) {
        print(page.get().toString());
      } else {
        say(nothingYet("no alert was ever told."));
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "retry",
      description = {
        "Have messages tried at once that are parked, or wait for their time.",
        "A message goes with those about the same alert behind it."
      },
      footer = {"", "Exit codes: 0, 64 usage, 69 the state cannot be used."})
  private static final class Retry extends OutboxCommand {

    @Parameters(
        arity = "0..1",
        paramLabel = "ID|SINK",
        description = "A message by its number, or all of a sink.")
    private @Nullable String which;

    @Option(names = "--all", description = "All messages to all sinks.")
    private boolean all;

    Retry(Program program) {
      super(program);
    }

    @Override
    protected int run() throws StoreException {
      if (all == (which != null)) {
        throw wrong("name a message or a sink, or say --all");
      }
      Outbox.Which chosen = chosen(open().map(Open::entries).orElse(List.of()));
      List<Entry> tried = open().isEmpty() ? List.of() : write(s -> outbox(s).retry(chosen));
      if (tried.isEmpty() && chosen instanceof Outbox.Which.One) {
        throw wrong(
            "message "
                + which
                + " was overtaken: its sink has taken a later one about the same alert. To be rid"
                + " of it: roomwatch alert drop "
                + which
                + " --by NAME");
      }
      Page page = new Page();
      if (tried.isEmpty()) {
        page.line("Nothing that waits or is parked can be tried.");
      } else {
        tried.forEach(entry -> page.line("To be tried now: " + about(entry)));
        page.line(SOON);
      }
      print(page.toString());
      return ExitCode.OK;
    }

    private Outbox.Which chosen(List<Entry> open) {
      if (which == null) {
        return new Outbox.Which.All();
      }
      if (which.matches("[0-9]{1,18}")) {
        long id = Long.parseLong(which);
        if (open.stream().noneMatch(entry -> entry.id() == id)) {
          throw wrong(noMessage(id));
        }
        return new Outbox.Which.One(id);
      }
      List<String> sinks = open.stream().map(Entry::sink).distinct().toList();
      if (!sinks.contains(which)) {
        throw wrong(
            "nothing waits for a sink '"
                + which
                + "' and nothing of it is parked"
                + Spelling.hint(which, sinks, "; roomwatch alert list shows what does"));
      }
      return new Outbox.Which.OfSink(which);
    }
  }

  @Command(
      name = "drop",
      description = {
        "Give up a message that waits or is parked.",
        "Its alert stays, and so do other messages about it."
      },
      footer = {"", "Exit codes: 0, 64 usage, 69 the state cannot be used."})
  private static final class Drop extends OutboxCommand {

    @Parameters(paramLabel = "ID", description = "The message's number.")
    private long id;

    @Option(names = "--by", paramLabel = "NAME", description = "Who you are; kept in the journal.")
    private @Nullable String by;

    Drop(Program program) {
      super(program);
    }

    @Override
    protected int run() throws StoreException {
      String name = person(by);
      // Reading first: where nothing has been kept, nothing is made.
      Optional<Entry> dropped =
          open().isEmpty() ? Optional.empty() : write(store -> outbox(store).drop(id, name));
      Entry entry = dropped.orElseThrow(() -> wrong(noMessage(id)));
      print(new Page().line("Given up: " + about(entry) + ".").line(SOON).toString());
      return ExitCode.OK;
    }
  }

  @Command(
      name = "ack",
      description =
          "Say that you take care of an alert: no reminders and no further levels, until it ends or"
              + " gets worse.",
      footer = {"", "Exit codes: 0, 64 usage, 69 the state cannot be used."})
  private static final class Acknowledge extends OutboxCommand {

    @Parameters(
        paramLabel = "KEY",
        description = "The alert's key, or its cause: a verdict or a maintenance item.")
    private String key = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who you are; sinks are told.")
    private @Nullable String by;

    Acknowledge(Program program) {
      super(program);
    }

    @Override
    protected int run() throws StoreException {
      String name = person(by);
      List<Alert> firing =
          open().map(Open::alerts).orElse(List.of()).stream()
              .filter(alert -> alert.phase() instanceof Alert.Firing)
              .toList();
      String wanted =
          firing.stream()
              .filter(alert -> alert.identity().key().equals(key) || alert.cause().id().equals(key))
              .map(alert -> alert.identity().key())
              .findFirst()
              .orElseThrow(() -> wrong(notFiring(firing)));
      Alert taken =
          write(store -> outbox(store).acknowledge(wanted, name))
              .orElseThrow(() -> wrong(notFiring(firing)));
      print(
          new Page()
              .line(name + " takes care of " + wanted + ": " + taken.cause().summary())
              .line("No reminders and no further levels, until it ends or gets worse.")
              .line(SOON)
              .toString());
      return ExitCode.OK;
    }

    private String notFiring(List<Alert> firing) {
      List<String> known =
          firing.stream()
              .flatMap(alert -> Stream.of(alert.identity().key(), alert.cause().id()))
              .toList();
      String others =
          known.isEmpty()
              ? "; none is"
              : "; firing: "
                  + String.join(
                      ", ", firing.stream().map(alert -> alert.identity().key()).toList());
      return "no alert '" + key + "' is firing" + Spelling.hint(key, known, others);
    }
  }

  private static String noMessage(long id) {
    return "no message " + id + " waits or is parked; roomwatch alert list shows those that do";
  }
}
