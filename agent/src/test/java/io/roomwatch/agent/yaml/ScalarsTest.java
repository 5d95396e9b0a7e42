package io.roomwatch.agent.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

  private static <T> Optional<T> read(Type<T> type, String yaml) {
    Key<T> key = Key.required("k", type, "", "");
    Section<T> root = Section.of("a test", "", List.of(key), values -> values.get(key));
    Surroundings here = new Surroundings("host", Map.of(), Path.of("/etc/x"));
    return switch (Document.parse("f", "k: " + yaml, root, here)) {
      case Outcome.Good<T> good -> Optional.of(good.value());
      case Outcome.Bad<T> bad -> Optional.empty();
    };
  }

  @Test
  void durationsHaveOneUnit() {
    Scalar<Duration> any = Scalars.duration(Duration.ZERO, Duration.ofDays(1000));
    assertEquals(Optional.of(Duration.ofSeconds(30)), read(any, "30s"));
    assertEquals(Optional.of(Duration.ofMinutes(5)), read(any, "5m"));
    assertEquals(Optional.of(Duration.ofHours(2)), read(any, "2h"));
    assertEquals(Optional.of(Duration.ofDays(7)), read(any, "7d"));
    assertEquals(Optional.of(Duration.ofMillis(250)), read(any, "250ms"));
    for (String wrong : List.of("30", "1h30m", "1.5h", "-1s", "s", "1 s", "1S", "''", "1w")) {
      assertEquals(Optional.empty(), read(any, wrong), wrong);
    }
  }

  @Test
  void durationsAreWrittenAsTheyAreRead() {
    for (String text : List.of("0s", "1ms", "1500ms", "90s", "15m", "4h", "7d", "36h")) {
      Duration value =
          read(Scalars.duration(Duration.ZERO, Duration.ofDays(9)), text).orElseThrow();
      assertEquals(text, Scalars.format(value));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.4.12.20", "zoom.us", "a", "_sip._tcp.zoom.us", "::1", "x-1.example"})
  void hosts(String host) {
    assertTrue(Scalars.isHost(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "10.4.12",
        "10.4.12.256",
        "010.1.1.1",
        "1",
        "a..b",
        "a.",
        ".a",
        "-a",
        "a b",
        "a/b",
        "a:1",
        "::g",
        "224.0.0.1",
        "0.0.0.0",
        "::",
        "https://zoom.us",
        "ü.example"
      })
  void noHosts(String host) {
    assertFalse(Scalars.isHost(host));
  }

  @Test
  void hostsAndPorts() {
    assertEquals(Optional.of("a 1"), Scalars.hostAndPort("a", 1, (h, p) -> h + " " + p));
    assertEquals(Optional.of("a 2"), Scalars.hostAndPort("a:2", 1, (h, p) -> h + " " + p));
    assertEquals(Optional.of("::1 1"), Scalars.hostAndPort("::1", 1, (h, p) -> h + " " + p));
    assertEquals(Optional.of("::1 2"), Scalars.hostAndPort("[::1]:2", 1, (h, p) -> h + " " + p));
    for (String wrong :
        List.of("a:", "a:0", "a:65536", "a:x", ":1", "[::1", "[::1]2", "[a]:1", "")) {
      assertEquals(Optional.empty(), Scalars.hostAndPort(wrong, 1, (h, p) -> h), wrong);
    }
  }

  @Test
  void urlsNeedAHost() {
    assertTrue(read(Scalars.url("https"), "https://a.example/x?y=1").isPresent());
    assertTrue(read(Scalars.url("https"), "HTTPS://a.example:8443/").isPresent());
    for (String wrong :
        List.of(
            "http://a.example/",
            "https:///x",
            "https://",
            "a.example",
            "'https://a b/'",
            "https://a.example:99999/",
            "https://u@a.example/",
            "https://a_b:x/")) {
      assertEquals(Optional.empty(), read(Scalars.url("https"), wrong), wrong);
    }
  }

  @Test
  void numbersAreInRangeAndFinite() {
    assertEquals(Optional.of(-67.5), read(Scalars.number(-120, 0), "-67.5"));
    for (String wrong : List.of("1", "-121", ".nan", "-.inf", "1e1", "x", "0x1", "--1")) {
      assertEquals(Optional.empty(), read(Scalars.number(-120, 0), wrong), wrong);
    }
  }

  @Test
  void relativePathsBeginAtTheFile() {
    assertEquals(Optional.of(Path.of("/etc/x/ca.pem")), read(Scalars.path(), "ca.pem"));
    assertEquals(Optional.of(Path.of("/ca.pem")), read(Scalars.path(), "/ca.pem"));
    assertEquals(Optional.empty(), read(Scalars.path(), "\"a\\0b\""));
  }
}
