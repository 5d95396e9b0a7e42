package io.roomwatch.agent.config;

import static io.roomwatch.agent.config.Configs.HOST;
import static io.roomwatch.agent.config.Configs.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.yaml.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reflector and the senders of STAMP, as the file has them. */
class StampTest {
  private static final String KEY = "hunter2hunter2hunter2";

  @TempDir Path folder;

  private final ConfigFile reader = new ConfigFile(HOST, Map.of());

  private Config read(String text) {
    return good(reader.parse("f", text)).value();
  }

  private InetSocketAddress listens(String at) {
    return read("stamp: {listen: '" + at + "', allow: [10.0.0.0/8]}")
        .own()
        .reflector()
        .orElseThrow()
        .listen();
  }

  private static InetAddress ip(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  @Test
  void nothingIsMeasuredAndNobodyAnsweredUnlessAsked() {
    Config config = read("peers: [{name: pc, address: 10.4.12.20}]");
    assertEquals(Optional.empty(), config.own().reflector());
    assertEquals(Optional.empty(), config.peers().getFirst().stamp());
    assertFalse(config.checkIds().contains("path.stamp:pc"));
  }

  @Test
  void anEmptyMappingTakesTheDefaults() {
    Config config = read("peers: [{name: pc, address: 10.4.12.20, stamp: {}}]");
    Peer.Burst burst = new Peer.Burst(20, Duration.ofMillis(50));
    assertEquals(
        Optional.of(new Peer.Stamp(61862, Optional.empty(), burst, true)),
        config.peers().getFirst().stamp());
    assertTrue(config.checkIds().contains("path.stamp:pc"));
  }

  @Test
  void listensOnAnyFormOfAnAddress() throws IOException {
    assertEquals(new InetSocketAddress(ip("0.0.0.0"), 61862), listens("0.0.0.0"));
    assertEquals(new InetSocketAddress(ip("10.4.12.20"), 862), listens("10.4.12.20:862"));
    assertEquals(new InetSocketAddress(ip("::"), 8000), listens("[::]:8000"));
    assertEquals(new InetSocketAddress(ip("fd00::7"), 61862), listens("fd00::7"));
  }

  @Test
  void whatIsNoAddressIsNotListenedOn() {
    for (String at :
        List.of("", ":61862", "224.0.0.1", "10.4.12.20:0", "10.4.12.20:65536", "[::", "1.2.3")) {
      List<String> faults =
          Configs.faults(reader.parse("f", "stamp: {listen: '" + at + "', allow: [10.0.0.0/8]}"));
      assertEquals(1, faults.size(), at + faults);
    }
  }

  @Test
  void theDefaultPortIsNobodysOnARoomDevice() {
    assertEquals(Optional.empty(), ZoomPorts.roomUse(Reflector.DEFAULT_PORT));
  }

  @Test
  void keysComeFromFilesAndAreNeverShown() throws IOException {
    Path key = Files.writeString(folder.resolve("stamp.key"), KEY + "\n");
    String text =
        "peers: [{name: pc, address: 10.4.12.20, stamp: {key: %s}}]\n".formatted(KEY)
            + "stamp: {listen: 0.0.0.0, allow: [10.4.12.20, 'fd00::/8'], key_file: %s}"
                .formatted(key);
    Config config = read(text);
    Reflector reflector = config.own().reflector().orElseThrow();
    assertEquals(Optional.of(new Secret(KEY)), reflector.key());
    assertEquals(
        List.of(
            new Reflector.Network(ip("10.4.12.20"), 32), new Reflector.Network(ip("fd00::"), 8)),
        reflector.allow());
    String shown = Document.write(good(reader.parse("f", text)).effective());
    assertFalse(shown.contains("hunter2"), shown);
    assertFalse(config.toString().contains("hunter2"), "not by accident either");
  }

  @Test
  void noOtherPeersCheckIsMeant() {
    assertEquals(CheckKind.Subject.REFLECTOR, CheckKind.PATH_STAMP.subject());
    Config config =
        read(
            "peers: [{name: pc, address: 10.4.12.20}, {name: hall, address: h, stamp: {}}]\n"
                + "checks: {'path.stamp:hall': {interval: 30s}}");
    assertTrue(config.checkIds().contains("path.stamp:hall"));
    assertFalse(config.checkIds().contains("path.stamp:pc"));
  }
}
