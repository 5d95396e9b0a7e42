package io.roomwatch.agent.facts;

import static io.roomwatch.agent.facts.Fixture.text;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Captures cut, doubled, garbled: no parser throws or takes long, whatever it makes of them. */
final class HostileInputTest {

  private static final List<String> NASTY =
      List.of(
          "-1",
          "99999999999999999999",
          "0x",
          "\0",
          "ffffffff",
          "::",
          "[",
          "]",
          "\"",
          "\\",
          " : ",
          "(State = ",
          "%",
          "/",
          "/999",
          ".",
          "@",
          "\u00e9",
          "{",
          "}",
          "null",
          "true",
          "\t\t\t",
          "-80000000",
          "NaN",
          "1e999",
          "*",
          "default");

  private static Map<String, Consumer<String>> parsers() {
    Map<String, Consumer<String>> all = new LinkedHashMap<>();
    all.put("linux/namespace/route", t -> ProcNet.routes(t, ByteOrder.LITTLE_ENDIAN));
    all.put("linux/namespace/ipv6_route", ProcNet::routes6);
    all.put("linux/namespace/arp", ProcNet::arp);
    all.put("linux/namespace/ip-6-neigh", ProcNet::ipNeigh);
    all.put("linux/namespace/if_inet6", ProcNet::addresses6);
    all.put("linux/wireless", ProcNet::wireless);
    all.put("linux/iw-link", ProcNet::iwSignal);
    Consumer<String> rows =
        t -> t.lines().forEach(line -> ProcSockets.row(line, ByteOrder.LITTLE_ENDIAN));
    all.put("linux/namespace/tcp", rows);
    all.put("linux/namespace/tcp6", rows);
    all.put("linux/machine/uptime", ProcHost::uptime);
    all.put(
        "linux/machine/stat",
        t -> {
          ProcHost.ticks(t);
          ProcProcesses.boot(t);
        });
    all.put("linux/machine/meminfo", ProcHost::memory);
    all.put("linux/machine/mounts", ProcHost::disks);
    all.put("linux/machine/pid-stat", ProcProcesses::stat);
    all.put("linux/machine/pid-status", ProcProcesses::uid);
    all.put(
        "linux/machine/dpkg-status",
        t -> {
          LinuxApplications.Dpkg dpkg = new LinuxApplications.Dpkg();
          t.lines().forEach(dpkg::line);
          dpkg.end();
        });
    all.put("linux/sound/cards", t -> LinuxPeripherals.sound(t, text("linux/sound/pcm")));
    all.put("linux/sound/pcm", t -> LinuxPeripherals.sound(text("linux/sound/cards"), t));
    for (String name :
        List.of("firewalld", "limit-over", "sender-and-port", "vmap-state", "named-set")) {
      all.put("linux/nft/" + name + ".json", HostileInputTest::nft);
    }
    for (String name : List.of("ufw-allow", "accept-port", "reject-port")) {
      all.put("linux/iptables/" + name + ".save", HostileInputTest::iptables);
    }
    all.put("macos/netstat-rn.txt", MacNetwork::routes);
    all.put("macos/route-get-default.txt", MacNetwork::defaultRoute);
    all.put("macos/arp-an.txt", MacNetwork::arp);
    all.put("macos/ndp-an.txt", MacNetwork::ndp);
    all.put("macos/netstat-an-tcp.txt", t -> MacNetwork.sockets(t, 12345));
    all.put("macos/scutil-dns.txt", MacNetwork::resolvers);
    all.put("macos/scutil-proxy.txt", MacSettings::proxy);
    all.put("macos/scutil-proxy-pac.txt", MacSettings::proxy);
    all.put("macos/socketfilterfw-listapps.txt", t -> MacSettings.firewall(t, t, t, t));
    all.put("macos/airport.txt", MacSettings::wifi);
    return all;
  }

  private static void nft(String text) {
    NftRuleset.parse(text)
        .ifPresent(
            ruleset -> {
              for (boolean ipv6 : new boolean[] {false, true}) {
                FilterWalk.inbound(
                    FirewallQuestion.of(9090, ipv6, Fixture.room()),
                    question -> ruleset.chains(question, table -> true));
              }
              ruleset.lines(table -> true);
              ruleset.unclearIptablesTables();
            });
  }

  private static void iptables(String text) {
    IptablesRuleset ruleset = new IptablesRuleset("iptables", text);
    FilterWalk.inbound(FirewallQuestion.of(9090, false, Fixture.room()), ruleset::chains);
    ruleset.rules();
  }

  @Test
  void garbledCapturesNeverThrow() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (Map.Entry<String, Consumer<String>> parser : parsers().entrySet()) {
      String original = text(parser.getKey());
      feed(parser, original, seed);
      for (int round = 0; round < 150; round++) {
        feed(parser, garbled(original, random), seed);
      }
    }
  }

  @Test
  void hugeAndEmptyInputEndsSoon() {
    long from = System.nanoTime();
    String line = "a".repeat(300_000);
    for (Map.Entry<String, Consumer<String>> parser : parsers().entrySet()) {
      feed(parser, "", 0);
      feed(parser, "\n\n\n", 0);
      feed(parser, line, 0);
      feed(parser, "{".repeat(100_000), 0);
      feed(parser, ": ".repeat(100_000), 0);
    }
    long took = System.nanoTime() - from;
    assertTrue(took < Duration.ofSeconds(60).toNanos(), took / 1_000_000 + " ms");
  }

  @Test
  void garbledBytesNeverThrow() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[random.nextInt(600)];
      random.nextBytes(bytes);
      IpHelper.neighbours(ByteBuffer.wrap(bytes));
      IpHelper.metrics(ByteBuffer.wrap(bytes));
      Edid.name(bytes, "x");
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      EnvironmentProxies.of(EnvironmentProxies.file("https_proxy=" + text));
      EnvironmentProxies.withoutSecrets(text);
      ResolvConf.servers("nameserver " + text);
      Addresses.literal(text);
    }
  }

  private static void feed(Map.Entry<String, Consumer<String>> parser, String input, long seed) {
    try {
      parser.getValue().accept(input);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(
          parser.getKey()
              + " with seed "
              + seed
              + " on:\n"
              + input.substring(0, Math.min(2000, input.length())),
          e);
    }
  }

  private static String garbled(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes && !out.isEmpty(); i++) {
      int at = random.nextInt(out.length());
      int length = Math.min(out.length() - at, random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> out.setLength(at);
        case 1 -> out.delete(at, at + length);
        case 2 -> out.insert(at, NASTY.get(random.nextInt(NASTY.size())));
        case 3 -> out.replace(at, at + length, NASTY.get(random.nextInt(NASTY.size())));
        default -> out.setCharAt(at, (char) random.nextInt(0x250));
      }
    }
    return out.toString();
  }
}
