package io.roomwatch.agent.cli;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import io.roomwatch.agent.sink.Receivers;
import io.roomwatch.agent.yaml.Spelling;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = {
      "Send one test alert through each sink, now and once, and say what each answered.",
      "A heartbeat gets one beat."
    },
    footer = {
      "",
      "Exit codes: 0 every sink took it, 2 one did not or there is none, 64 usage, 78 bad"
          + " configuration."
    })
final class AlertTestCommand extends OnceCommand {

  /** Attempts under way at once. */
  private static final int AT_ONCE = 16;

  private static final Receiver.Attempt FIRST = new Receiver.Attempt(1, Duration.ZERO);

  @Parameters(
      arity = "0..*",
      paramLabel = "SINK",
      description = "Only these, by their names in alerts.sinks. None: all.")
  private List<String> names = List.of();

  @Mixin private ConfigOption config = new ConfigOption();

  AlertTestCommand(Program program) {
    super(program);
  }

  @Override
  protected int run() throws Refusal {
    Config read = config.read(program());
    List<Sink> sinks = chosen(read.alerts().sinks());
    if (sinks.isEmpty()) {
      say("No sinks are configured (alerts.sinks): nobody is told of anything.");
      return ExitCode.CRITICAL;
    }
    Notice notice =
        Notice.test(
            new Notice.Room(read.room().name(), read.room().site()), program().clock().instant());
    return program()
        .send(
            read,
            (receivers, threads) -> {
              boolean all = true;
              for (Map.Entry<Sink, CompletableFuture<Optional<Delivery>>> each :
                  tried(receivers, threads, sinks, notice).entrySet()) {
                Optional<Delivery> answer = each.getValue().join();
                say(line(each.getKey(), answer));
                all &= answer.filter(Delivery.Taken.class::isInstance).isPresent();
              }
              return all ? ExitCode.OK : ExitCode.CRITICAL;
            });
  }

  private List<Sink> chosen(List<Sink> sinks) {
    List<String> known = sinks.stream().map(Sink::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw wrong(
            "no sink is named '"
                + name
                + "'"
                + Spelling.hint(
                    name,
                    known,
                    known.isEmpty()
                        ? ": none is configured (alerts.sinks)"
                        : "; there are " + String.join(", ", known)));
      }
    }
    return sinks.stream().filter(sink -> names.isEmpty() || names.contains(sink.name())).toList();
  }

  /** All attempts, under way. Empty comes of those in which we erred. */
  private static Map<Sink, CompletableFuture<Optional<Delivery>>> tried(
      Receivers receivers, Executor threads, List<Sink> sinks, Notice notice) {
    Semaphore places = new Semaphore(AT_ONCE);
    Map<Sink, CompletableFuture<Optional<Delivery>>> tried = new LinkedHashMap<>();
    for (Sink sink : sinks) {
      Supplier<Delivery> attempt = attempt(receivers, sink, notice);
      tried.put(
          sink,
          CompletableFuture.supplyAsync(
                  () -> {
                    places.acquireUninterruptibly();
                    try {
                      return Optional.of(attempt.get());
                    } finally {
                      places.release();
                    }
                  },
                  threads)
              .exceptionally(fault -> Optional.empty()));
    }
    return tried;
  }

  private static Supplier<Delivery> attempt(Receivers receivers, Sink sink, Notice notice) {
    return () ->
        receivers
            .of(sink)
            .map(receiver -> receiver.deliver(notice, FIRST))
            .orElseGet(() -> receivers.heartbeats(List.of(sink)).getFirst().beat());
  }

  private static String line(Sink sink, Optional<Delivery> answer) {
    return sink.name()
        + " ("
        + sink.type().label()
        + "): "
        + answer
            .map(
                delivery ->
                    switch (delivery) {
                          case Delivery.Taken taken -> "took it";
                          case Delivery.Later later ->
                              "did not take it, an alert would be tried again"
                                  + later
                                      .notBefore()
                                      .map(wait -> " in " + wait.toSeconds() + " s")
                                      .orElse("");
                          case Delivery.Rejected rejected -> "refused it, an alert would be parked";
                        }
                        + (delivery.said().isBlank() ? "." : ": " + delivery.said()))
            .orElse("could not be tried: this is a fault of Roomwatch itself, please report it");
  }
}
