package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.Trial.End;
import io.roomwatch.agent.sink.Trial.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.LoggerFactory;

/**
 * The contract of all sinks, on real servers: what is taken is taken, what may pass is tried again,
 * with the receiver's own wish, what never will is parked, every call ends in time, and no text
 * holds a secret, although the servers repeat all that they were told.
 */
class SinkContractTest {

  private static final int AT_ONCE = 32;

  private static Stream<Trial> trials() {
    return Stream.of(
            Arrays.stream(HttpTrials.Kind.values()).flatMap(kind -> HttpTrials.of(kind).stream()),
            OtherTrials.email().stream(),
            OtherTrials.syslog().stream(),
            OtherTrials.exec().stream())
        .flatMap(each -> each);
  }

  /** All at once, for most of them wait; then one test for each, and one for what was logged. */
  @TestFactory
  Stream<DynamicTest> everyKindTakesEveryFaultAsItShould() {
    Logs logs = new Logs();
    ExecutorService crowd = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    List<DynamicTest> tests = new ArrayList<>();
    for (Trial trial : trials().toList()) {
      for (Notice.Status status : List.of(Notice.Status.FIRING, Notice.Status.RESOLVED)) {
        Future<?> done = crowd.submit(() -> endsAsItShould(trial, status));
        tests.add(dynamicTest(trial.label() + ", " + status.label(), () -> outcome(done)));
      }
    }
    crowd.shutdown();
    tests.add(dynamicTest("no secret was logged at any level", () -> nothingSecretIn(logs)));
    return tests.stream();
  }

  private static void outcome(Future<?> done) throws Exception {
    try {
      done.get(5, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw new AssertionError(String.valueOf(e.getCause()), e);
    }
  }

  private static void nothingSecretIn(Logs logs) {
    logs.close();
    for (String secret :
        List.of(
            "hunter2", "hunter3", "hunter4", "hunter5", "hunter6", "hunter7", "hunter8",
            "hunter9")) {
      assertFalse(logs.text().contains(secret), logs.text());
    }
  }

  private static Void endsAsItShould(Trial trial, Notice.Status status) throws Exception {
    try (Stage stage = trial.opening().open();
        Ground ground = new Ground(trial.limits())) {
      Delivery delivery =
          CompletableFuture.supplyAsync(
                  () -> deliver(stage.sink(), ground, Notices.of(status)), ground.executor)
              .get(bound(trial).toMillis(), TimeUnit.MILLISECONDS);
      assertEquals(trial.end(), End.of(delivery), delivery.toString());
      assertTrue(delivery.said().contains(trial.hint()), delivery.toString());
      assertFalse(delivery.said().isBlank());
      assertTrue(delivery.said().length() <= 500, delivery.said());
      if (delivery instanceof Delivery.Later later) {
        assertEquals(trial.notBefore(), later.notBefore(), later.toString());
      }
      for (String secret : stage.secrets()) {
        assertFalse(delivery.toString().contains(secret), delivery.toString());
      }
    }
    return null;
  }

  /** Three SMTP exchanges, and a machine that does other things meanwhile. */
  private static Duration bound(Trial trial) {
    return trial.limits().exchange().multipliedBy(3).plusSeconds(10);
  }

  /** A heartbeat has no notices: its GET keeps the same contract. */
  private static Delivery deliver(Sink sink, Ground ground, Notice notice) {
    Optional<Receiver> receiver = ground.receivers().of(sink);
    return receiver.isPresent()
        ? receiver.get().deliver(notice, Notices.FIRST)
        : ground.receivers().heartbeats(List.of(sink)).get(0).beat();
  }

  @Test
  void everyKindOfSinkHasItsTrials() throws Exception {
    EnumSet<Sink.Type> tried = EnumSet.noneOf(Sink.Type.class);
    for (Trial trial : trials().toList()) {
      try (Stage stage = trial.opening().open()) {
        tried.add(stage.sink().type());
      }
    }
    assertEquals(EnumSet.allOf(Sink.Type.class), tried);
  }

  @Test
  void noReceiverSaysASecretWhenItIsNamed() throws Exception {
    try (Ground ground = new Ground(Ground.SHORT)) {
      for (Trial trial : trials().toList()) {
        try (Stage stage = trial.opening().open()) {
          String named =
              ground.receivers().of(stage.sink())
                  + " "
                  + ground.receivers().heartbeats(List.of(stage.sink()));
          for (String secret : stage.secrets()) {
            assertFalse(named.contains(secret), named);
          }
        }
      }
    }
  }

  /** All that anybody logs meanwhile, at the finest level. */
  private static final class Logs implements AutoCloseable {
    private final ch.qos.logback.classic.Logger root =
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT");
    private final Level before = root.getLevel();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final List<String> others = java.util.Collections.synchronizedList(new ArrayList<>());
    private final java.util.logging.Logger javaRoot = java.util.logging.Logger.getLogger("");
    private final java.util.logging.Level javaBefore = javaRoot.getLevel();
    private final java.util.logging.Handler handler =
        new java.util.logging.Handler() {
          @Override
          public void publish(java.util.logging.LogRecord said) {
            others.add(said.getMessage() + Arrays.toString(said.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };

    Logs() {
      appender.setContext(root.getLoggerContext());
      appender.start();
      root.setLevel(Level.TRACE);
      root.addAppender(appender);
      javaRoot.setLevel(java.util.logging.Level.ALL);
      handler.setLevel(java.util.logging.Level.ALL);
      javaRoot.addHandler(handler);
    }

    String text() {
      String ours =
          List.copyOf(appender.list).stream()
              .map(ILoggingEvent::getFormattedMessage)
              .collect(Collectors.joining("\n"));
      synchronized (others) {
        return ours + String.join("\n", others);
      }
    }

    @Override
    public void close() {
      root.detachAppender(appender);
      root.setLevel(before);
      javaRoot.removeHandler(handler);
      javaRoot.setLevel(javaBefore);
    }
  }
}
