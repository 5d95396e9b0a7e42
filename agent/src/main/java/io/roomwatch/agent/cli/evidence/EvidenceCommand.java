package io.roomwatch.agent.cli.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.cli.ConfigOption;
import io.roomwatch.agent.cli.ExitCode;
import io.roomwatch.agent.cli.OutputFile;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.cli.Refusal;
import io.roomwatch.agent.cli.Reported;
import io.roomwatch.agent.cli.StateCommand;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.evidence.Evidence;
import io.roomwatch.agent.evidence.FactSheet;
import io.roomwatch.agent.evidence.Pack;
import io.roomwatch.agent.evidence.Sight;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.journal.ServedAt;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.web.ListenAddress;
import io.roomwatch.agent.yaml.Outcome;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "evidence",
    description = {
      "Write a support bundle for a ticket: a zip with a page to read, the status, the journal,"
          + " what changed, the configuration, what this machine says of itself, and the blanks"
          + " that a person fills in. Secrets are taken out; names and addresses of your network"
          + " are in it.",
      "The status is the daemon's when it runs, else that of a short look of the command's own."
    },
    footer = {
      "",
      "Exit codes: 0 written, and what is missing in it is said; 64 usage, 69 the file cannot be"
          + " written, 78 bad configuration: without one nobody knows what is secret."
    })
public final class EvidenceCommand extends StateCommand {

  /** Such a part of the journal fits into the memory of a small machine. */
  private static final Journal.Bounds MOST_EVENTS = new Journal.Bounds(20_000, 6_000_000);

  private static final Journal.Bounds MOST_CHANGES = new Journal.Bounds(1_000, 500_000);

  /** What may have led to a trouble. */
  private static final Duration BEFORE = Duration.ofHours(24);

  /** For a look and, at the same time, the facts: the whole command stays under 3 s. */
  private static final Duration LOOK = Duration.ofMillis(1_200);

  private static final Duration FACTS = Duration.ofMillis(1_600);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.zip",
      description =
          "Where to. Default: roomwatch-evidence-ROOM-TIME.zip in the working folder. For its owner"
              + " alone (mode 0600).")
  private @Nullable Path output;

  @Option(names = "--force", description = "Overwrite a file that exists.")
  private boolean force;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Where the journal in it begins: " + SINCES + ". Default: 24h.")
  private String since = "24h";

  @Mixin private Reported reported = new Reported();

  @Mixin private ConfigOption config = new ConfigOption();

  public EvidenceCommand(Program program) {
    super(program);
  }

  @Override
  protected int run() throws Refusal {
    Asked asked = reported.asked(this);
    Instant from = since(since);
    Outcome.Good<Config> setup = config.whole(program());
    Evidence.Occasion occasion =
        new Evidence.Occasion(
            program().clock().instant().truncatedTo(ChronoUnit.SECONDS),
            program().zone(),
            from.truncatedTo(ChronoUnit.SECONDS),
            asked);
    Path target =
        output != null ? output : Path.of(Pack.name(occasion, setup.value().room().name()));
    OutputFile file = OutputFile.secret(target, force);
    file.check();
    Pack pack = Pack.of(gathered(occasion, setup));
    ByteBuffer zip = pack.zip();
    int bytes = zip.remaining();
    file.write(zip);
    pack.remarks().forEach(this::remark);
    say(target + ": written, " + (bytes + 999) / 1000 + " kB");
    return ExitCode.OK;
  }

  private Evidence gathered(Evidence.Occasion occasion, Outcome.Good<Config> setup) {
    return program()
        .together(
            threads -> {
              CompletableFuture<JsonNode> facts =
                  CompletableFuture.supplyAsync(
                      () -> facts(setup.value(), occasion.at(), threads), threads);
              Sight sight = sight(setup.value());
              Evidence.Past past = past(occasion, sight);
              return new Evidence(
                  occasion,
                  new Evidence.Setup(setup.value(), setup.value().room(), setup.effective()),
                  sight,
                  past,
                  facts.join(),
                  versions());
            });
  }

  private JsonNode facts(Config read, Instant now, ExecutorService threads) {
    return FactSheet.read(
        program().facts(),
        read,
        now,
        new FactSheet.Clockwork(threads, program().nanoTime()),
        FACTS);
  }

  /** The daemon's, for it knows since when; else by an own look. */
  private Sight sight(Config read) {
    return switch (RunningDaemon.ask(urls())) {
      case RunningDaemon.Answer.Told told -> told.sight();
      case RunningDaemon.Answer.Silent silent ->
          switch (program().look(read, folder(), LOOK)) {
            case Program.Checked.Done done ->
                Sight.looked(
                    done.seen().status(),
                    "by one look of this command's own, of at most "
                        + LOOK.toMillis() / 1000.0
                        + " s, for "
                        + silent.why());
            case Program.Checked.BadConfig bad ->
                Sight.none(silent.why() + ", and this command cannot look: " + bad.faults());
            case Program.Checked.Refused refused ->
                Sight.none(silent.why() + ", and this command cannot look: " + refused.why());
          };
    };
  }

  /** Where the daemon of this state is; where no state can be read, the usual place. */
  private List<URI> urls() {
    try {
      return read(store -> ServedAt.of(new Journal(store))).orElse(List.of());
    } catch (StoreException e) {
      return List.of(URI.create("http://" + ListenAddress.DEFAULT));
    }
  }

  private Evidence.Past past(Evidence.Occasion occasion, Sight sight) {
    Instant trouble = sight.troubleSince().orElse(occasion.at());
    Instant before = trouble.minus(BEFORE);
    try {
      return read(store -> {
            Journal journal = new Journal(store);
            // What a wrong clock dated into the future belongs to the window as well.
            return new Evidence.Past(
                journal.excerpt(occasion.from(), Journal.END_OF_TIME, MOST_EVENTS),
                journal.excerptOfChanges(before, Journal.END_OF_TIME, MOST_CHANGES),
                Optional.empty());
          })
          .orElseGet(
              () ->
                  Evidence.Past.unread(
                      nothingYet("the journal begins when the daemon runs for the first time.")));
    } catch (StoreException e) {
      return Evidence.Past.unread("It cannot be read: " + e.getMessage() + ".");
    }
  }

  private Evidence.Versions versions() {
    Program.Build build = program().build();
    return new Evidence.Versions(
        build.version(),
        build.revision(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
  }
}
