package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.probe.Probes;
import io.roomwatch.agent.probe.StampMode;
import io.roomwatch.agent.probe.StampProbe;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reflector follows the configuration, and the probes of the same agent measure the way. */
class ReflectingTest {

  private static final String KEY = "hunter2hunter2hunter2";

  private final Ground ground =
      new Ground(new Program.Build("1.2.3", "abc1234"), new FixedFacts(), "/bin:/usr/bin");
  private final Reflecting reflecting = new Reflecting(ground);
  private final int port = DatagramBench.freePort();
  private Probes probes;

  @BeforeEach
  void lay() throws UnusableConfig {
    probes = ground.probes(Config.defaults("x"));
  }

  @AfterEach
  void clear() {
    reflecting.close();
    ground.close();
  }

  private static Config config(String stamp) {
    return switch (new ConfigFile("x", Map.of()).parse("f", "stamp: " + stamp)) {
      case Outcome.Good<Config> good -> good.value();
      case Outcome.Bad<Config> bad -> throw new AssertionError(bad.faults().toString());
    };
  }

  private Config listening(int at, String more) {
    return config("{listen: '127.0.0.1:%d', allow: [127.0.0.0/8]%s}".formatted(at, more));
  }

  private Reason asked(int at, StampMode mode) {
    return asked("127.0.0.1", at, mode);
  }

  private Reason asked(String host, int at, StampMode mode) {
    return DatagramBench.get(
            probes.stamp(
                new StampProbe.Spec(
                    new Target(host, at), mode, 3, Duration.ofMillis(5), Duration.ofSeconds(1))))
        .outcome()
        .reason();
  }

  @Test
  void nobodyIsAnsweredUnlessTheFileSaysSo() throws IOException {
    reflecting.follow(config("{}"));
    assertEquals(Optional.empty(), reflecting.counts());
    assertEquals(Reason.REFUSED, asked(port, StampMode.unauthenticated()));
    reflecting.follow(listening(port, ""));
    assertEquals(Reason.OK, asked(port, StampMode.unauthenticated()));
    assertEquals(3, reflecting.counts().orElseThrow().reflected());
    reflecting.follow(config("{}"));
    assertEquals(Reason.REFUSED, asked(port, StampMode.unauthenticated()));
    assertEquals(Optional.empty(), reflecting.counts());
  }

  @Test
  void anotherKeyOrAnotherSetOfAllowedIsTakenWithoutClosing() throws IOException {
    reflecting.follow(listening(port, ""));
    assertEquals(Reason.OK, asked(port, StampMode.unauthenticated()));
    reflecting.follow(listening(port, ", key: " + KEY));
    assertEquals(Reason.NO_ANSWER, asked(port, StampMode.unauthenticated()));
    assertEquals(Reason.OK, asked(port, StampMode.authenticated(KEY)));
    reflecting.follow(config("{listen: '127.0.0.1:%d', allow: [10.0.0.0/8]}".formatted(port)));
    assertEquals(Reason.NO_ANSWER, asked(port, StampMode.unauthenticated()));
    assertEquals(6, reflecting.counts().orElseThrow().reflected());
  }

  @Test
  void anotherPortIsOpenedBeforeTheOldOneIsClosed() throws IOException {
    int other = DatagramBench.freePort();
    reflecting.follow(listening(port, ""));
    reflecting.follow(listening(other, ""));
    assertEquals(Reason.OK, asked(other, StampMode.unauthenticated()));
    assertEquals(Reason.REFUSED, asked(port, StampMode.unauthenticated()));
    try (DatagramSocket taken = new DatagramSocket(port, DatagramBench.FOUR)) {
      Config wanted = listening(taken.getLocalPort(), "");
      IOException refused = assertThrows(IOException.class, () -> reflecting.follow(wanted));
      assertTrue(refused.toString().contains("stamp.listen: cannot listen on UDP 127.0.0.1"));
      assertEquals(Reason.OK, asked(other, StampMode.unauthenticated()), "the old one stays");
    }
  }

  @Test
  void theWildcardOfIpv6AnswersBothFamilies() throws IOException {
    reflecting.follow(config("{listen: '[::]:%d', allow: [127.0.0.1, '::1']}".formatted(port)));
    assertEquals(Reason.OK, asked("127.0.0.1", port, StampMode.unauthenticated()));
    assertEquals(Reason.OK, asked("::1", port, StampMode.unauthenticated()));
  }
}
