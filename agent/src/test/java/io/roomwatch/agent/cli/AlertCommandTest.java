package io.roomwatch.agent.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.alert.Trouble;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.outbox.Alerting;
import io.roomwatch.agent.outbox.Entry;
import io.roomwatch.agent.outbox.Outbox;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertCommandTest {

  private static final String KEY = "berlin/Boardroom_4.12/link.port-closed";

  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder);
  }

  /** Answers every message with the same words. */
  private record Fixed(String name, Delivery answer) implements Receiver {
    @Override
    public Delivery deliver(Notice notice, Attempt attempt) {
      return answer;
    }
  }

  private static final List<Receiver> SINKS =
      List.of(
          new Fixed("chat", new Delivery.Taken("chat answered 200")),
          new Fixed("hook", new Delivery.Rejected("hook answered 404 \u001b[2Jgone")),
          new Fixed(
              "mail",
              new Delivery.Later("mail refuses the connection", Optional.of(Duration.ofHours(1)))));

  /** The daemon tells everybody that a port is closed, and ends. */
  private void portIsClosed() throws IOException {
    terminal.daemon(
        store -> {
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
          Alerting alerting =
              new Alerting(
                  new Alerting.Ground(
                      store,
                      Journal::write,
                      began -> new Notice.Context(List.of(), List.of(), Optional.empty())),
                  new Alerting.Clocks(terminal.clock(), System::nanoTime, new Random(1)),
                  threads);
          alerting.start(
              new Policy(
                  Duration.ZERO,
                  Duration.ofHours(4),
                  List.of(
                      new Policy.Level(
                          "", Duration.ZERO, SINKS.stream().map(Receiver::name).toList())),
                  List.of()),
              SINKS);
          alerting.situation(situation());
          Outbox outbox = new Outbox(store, Journal::write, terminal.clock());
          await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () ->
                      outbox.newest(Entry.Status.DELIVERED, 9).size() == 1
                          && outbox.newest(Entry.Status.PARKED, 9).size() == 1
                          && outbox.pending().size() == 1
                          && !outbox.pending().getFirst().progress().said().isEmpty());
          alerting.close();
          threads.close();
          return true;
        });
  }

  private Situation situation() {
    Notice.Cause cause =
        new Notice.Cause(
            "link.port-closed",
            "link",
            "failed",
            new Notice.Certainty("high", List.of("2002")),
            "boardroom-pc refuses port 9090.",
            "Start the Zoom Rooms app.",
            new Notice.Evidence(List.of("link.peer:boardroom-pc"), List.of()));
    return new Situation(
        new Notice.Room("Boardroom 4.12", "berlin"),
        List.of(
            new Trouble(
                cause, terminal.now, Severity.CRITICAL, new Trouble.Sight(terminal.now, false))),
        new Situation.View(true, Set.of()),
        List.of());
  }

  private String firstError() {
    return terminal.err.lines().findFirst().orElseThrow();
  }

  /** The number of the message to a sink. */
  private String id(String sink) {
    assertEquals(0, terminal.run("alert", "list"));
    return terminal
        .out
        .lines()
        .filter(line -> line.startsWith(sink))
        .map(line -> line.split(" +", -1)[1])
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listShowsAlertsAndOfEachSinkWhatBecameOfItsMessages() throws IOException {
    portIsClosed();
    assertEquals(0, terminal.run("alert", "list"));
    List<String> lines = terminal.out.lines().toList();
    assertEquals(
        "ALERT                                   STATE   SINCE             TOLD              WHAT",
        lines.get(0));
    assertEquals(
        KEY + "  firing  2026-11-18 11:00  chat, hook, mail  boardroom-pc refuses port 9090.",
        lines.get(1));
    assertEquals("", lines.get(2));
    assertTrue(lines.get(4).matches("chat +\\d+ +delivered .* chat answered 200"), lines.get(4));
    assertTrue(
        lines.get(5).matches("hook +\\d+ +parked .* firing of " + KEY + " .*404  \\[2Jgone"),
        lines.get(5));
    assertTrue(
        lines
            .get(6)
            .matches(
                "mail +\\d+ +pending .*refuses the connection; next try about 2026-11-18 1[12]:.*"),
        lines.get(6));
    assertEquals("Try them now: roomwatch alert retry ID|SINK|--all", lines.get(8));
  }

  @Test
  void retryNamesWhatWillBeTried() throws IOException {
    portIsClosed();
    String hook = id("hook");
    assertEquals(0, terminal.run("alert", "retry", hook));
    assertEquals(
        """
        To be tried now: message %s to hook, firing of %s
        The daemon sees that within seconds, or when it runs next.
        """
            .formatted(hook, KEY),
        terminal.out);
    assertEquals(0, terminal.run("alert", "retry", "mail"));
    assertEquals(2, terminal.out.lines().count(), terminal.out);
    assertEquals(0, terminal.run("alert", "retry", "--all"));
    assertEquals(3, terminal.out.lines().count(), terminal.out);
    assertEquals(0, terminal.run("alert", "list"));
    assertFalse(terminal.out.contains(" parked "), terminal.out);
  }

  @Test
  void dropGivesUpOnceAndIsInTheJournal() throws IOException {
    portIsClosed();
    String mail = id("mail");
    assertEquals(0, terminal.run("alert", "drop", mail, "--by", "Anna\u001b[2J"));
    assertEquals(
        """
        Given up: message %s to mail, firing of %s.
        The daemon sees that within seconds, or when it runs next.
        """
            .formatted(mail, KEY),
        terminal.out);
    assertEquals(64, terminal.run("alert", "drop", mail, "--by", "Anna"));
    assertEquals(
        "roomwatch: no message "
            + mail
            + " waits or is parked; roomwatch alert list shows those that do",
        firstError());
    assertEquals(0, terminal.run("events", "--kind", "delivery"));
    assertTrue(terminal.out.contains("Anna [2J dropped 'firing' of " + KEY), terminal.out);
  }

  @Test
  void ackTakesAKeyOrACause() throws IOException {
    portIsClosed();
    assertEquals(0, terminal.run("alert", "ack", KEY, "--by", "Anna"));
    assertEquals(
        """
        Anna takes care of %s: boardroom-pc refuses port 9090.
        No reminders and no further levels, until it ends or gets worse.
        The daemon sees that within seconds, or when it runs next.
        """
            .formatted(KEY),
        terminal.out);
    assertEquals(0, terminal.run("alert", "ack", "link.port-closed", "--by", "Ben"));
    assertEquals(64, terminal.run("alert", "ack", "link.port-close", "--by", "Ben"));
    assertEquals(
        "roomwatch: no alert 'link.port-close' is firing; did you mean 'link.port-closed'?",
        firstError());
    assertEquals(64, terminal.run("alert", "ack", "x", "--by", "Ben"));
    assertEquals("roomwatch: no alert 'x' is firing; firing: " + KEY, firstError());
  }

  @Test
  void withoutStateThereIsNothingAndNothingIsMade() {
    assertEquals(0, terminal.run("alert", "list"));
    assertEquals(
        "Nothing has been kept in " + terminal.state + " yet: no alert was ever told.\n",
        terminal.out);
    assertEquals(0, terminal.run("alert", "retry", "--all"));
    assertEquals("Nothing that waits or is parked can be tried.\n", terminal.out);
    assertEquals(64, terminal.run("alert", "retry", "7"));
    assertEquals(64, terminal.run("alert", "drop", "7", "--by", "Anna"));
    assertEquals(64, terminal.run("alert", "ack", "x", "--by", "Anna"));
    assertEquals("roomwatch: no alert 'x' is firing; none is", firstError());
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void quietIsSaid() throws IOException {
    terminal.daemon(store -> true);
    assertEquals(0, terminal.run("alert", "list"));
    assertEquals(
        """
        No alert is firing, and none is kept back.

        There are no messages.
        """,
        terminal.out);
  }

  @Test
  void wrongUseIsSaid() throws IOException {
    portIsClosed();
    assertEquals(64, terminal.run("alert"));
    assertTrue(firstError().contains("Missing subcommand: test, list, retry, drop or ack"));
    assertEquals(64, terminal.run("alert", "lst"));
    assertEquals(64, terminal.run("alert", "retry"));
    assertEquals("roomwatch: name a message or a sink, or say --all", firstError());
    assertEquals(64, terminal.run("alert", "retry", "1", "--all"));
    assertEquals(64, terminal.run("alert", "retry", "hok"));
    assertEquals(
        "roomwatch: nothing waits for a sink 'hok' and nothing of it is parked; did you mean"
            + " 'hook'?",
        firstError());
    assertEquals(64, terminal.run("alert", "drop", "one", "--by", "Anna"));
    assertEquals(64, terminal.run("alert", "drop", id("hook")));
    assertEquals("roomwatch: --by is missing: say who you are", firstError());
    assertEquals(64, terminal.run("alert", "ack", KEY, "--by", " "));
    for (String command : List.of("test", "list", "retry", "drop", "ack")) {
      assertEquals(0, terminal.run("alert", command, "--help"));
      assertTrue(terminal.out.contains("Usage: roomwatch alert " + command), terminal.out);
      assertTrue(terminal.out.contains("Exit codes: 0"), terminal.out);
    }
  }
}
