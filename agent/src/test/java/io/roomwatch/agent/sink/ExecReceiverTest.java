package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecReceiverTest {

  @TempDir Path folder;

  @Test
  void programGetsTheWebhooksDocument() throws Exception {
    Path out = folder.resolve("out");
    run("cat > " + out, Duration.ofSeconds(20), Notices.firing(), 1);
    assertEquals(
        new String(WebhookJson.of(Notices.firing(), Notices.FIRST), StandardCharsets.UTF_8),
        Files.readString(out));
  }

  @Test
  void environmentHoldsPathStatusAndKeyOnly() throws Exception {
    Path out = folder.resolve("out");
    run("/usr/bin/env > " + out, Duration.ofSeconds(20), Notices.resolved(), 1);
    assertEquals(
        List.of("PATH=/usr/bin:/bin", "ROOMWATCH_KEY=" + Notices.KEY, "ROOMWATCH_STATUS=resolved"),
        // What the shell adds itself.
        Files.readAllLines(out).stream()
            .filter(line -> !line.matches("(PWD|OLDPWD|SHLVL|_)=.*"))
            .sorted()
            .toList());
  }

  @Test
  void argumentsAreNotReadByAShell() throws Exception {
    Path out = folder.resolve("$(touch x) *");
    try (Ground ground = new Ground(Ground.PATIENT)) {
      Sink sink =
          new Sink.Exec("own", List.of("/usr/bin/tee", out.toString()), Duration.ofSeconds(20));
      Delivery delivery =
          ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
      assertTrue(Files.exists(out));
    }
  }

  @Test
  void programThatNeverStopsWritingIsKilledLikeASlowOne() throws Exception {
    Delivery delivery = run("exec yes", Duration.ofSeconds(1), Notices.firing(), 1);
    assertInstanceOf(Delivery.Later.class, delivery, delivery.said());
    assertTrue(delivery.said().contains("was killed"), delivery.said());
  }

  @Test
  void tooSlowProgramIsKilledWithAllItStarted() throws Exception {
    Path pids = folder.resolve("pids");
    Delivery delivery =
        run(
            "echo $$ >> %1$s; (echo $$; sh -c 'echo $$ >> %1$s; sleep 600; true'; true) & sh -c 'echo $$ >> %1$s; sleep 600; true'; true"
                .formatted(pids),
            Duration.ofSeconds(2),
            Notices.firing(),
            1);
    assertInstanceOf(Delivery.Later.class, delivery, delivery.said());
    assertTrue(delivery.said().contains("was killed"), delivery.said());
    List<String> all = Files.readAllLines(pids);
    assertEquals(3, all.size(), all.toString());
    for (String pid : all) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @Test
  void otherExitCodesAreGivenUpAfterFiveTries() throws Exception {
    for (int attempt = 1; attempt <= 4; attempt++) {
      assertInstanceOf(
          Delivery.Later.class, run("exit 3", Duration.ofSeconds(20), Notices.firing(), attempt));
    }
    Delivery fifth = run("echo why; exit 3", Duration.ofSeconds(20), Notices.firing(), 5);
    assertEquals(
        new Delivery.Rejected("sh ended with exit code 3. It says: why (tried 5 times)"), fifth);
    assertInstanceOf(
        Delivery.Later.class, run("exit 75", Duration.ofSeconds(20), Notices.firing(), 50));
  }

  @Test
  void documentLargerThanAPipeIsReadWhole() throws Exception {
    Path out = folder.resolve("out");
    Notice.Context much =
        new Notice.Context(
            Collections.nCopies(3000, new Notice.Changed(Notices.STARTED, "x".repeat(100))),
            List.of(),
            Optional.empty());
    Notice notice = Notices.of(Notice.Status.FIRING, Notices.CAUSE, much);
    Delivery delivery = run("cat > " + out + "; cat " + out, Duration.ofSeconds(20), notice, 1);
    assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
    assertEquals(WebhookJson.of(notice, Notices.FIRST).length, Files.size(out));
    assertTrue(delivery.said().length() <= 500);
  }

  @Test
  void childLeftBehindDoesNotHoldTheDelivery() throws Exception {
    Delivery delivery = run("sleep 5 & echo done", Duration.ofSeconds(4), Notices.firing(), 1);
    assertEquals(new Delivery.Taken("sh ended with exit code 0. It says: done"), delivery);
    assertFalse(delivery.said().contains("killed"));
  }

  private static Delivery run(String script, Duration timeout, Notice notice, int attempt) {
    try (Ground ground = new Ground(Ground.PATIENT)) {
      Sink sink = new Sink.Exec("own", List.of("/bin/sh", "-c", script), timeout);
      return ground
          .receivers()
          .of(sink)
          .orElseThrow()
          .deliver(notice, new Attempt(attempt, Duration.ZERO));
    }
  }
}
