package io.roomwatch.agent.config;

import static io.roomwatch.agent.config.Configs.HOST;
import static io.roomwatch.agent.config.Configs.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code config show} prints. */
class EffectiveConfigTest {
  @TempDir Path folder;

  private final ConfigFile reader = new ConfigFile(HOST, Map.of());

  @Test
  void defaultsReadAgainAsThemselves() {
    roundTrip("");
  }

  @Test
  void wholeReferenceReadsAgainAsItself() throws IOException {
    // The arguments of a program are hidden, like secrets: what is shown of them reads as a fault.
    roundTrip(Configs.wholeReference(folder).replace(", --room]", "]"));
  }

  @Test
  void argumentsOfAProgramAreHiddenAndTheirPlaceholderIsRefused() {
    String sinks = "alerts: {sinks: [{name: a, type: exec, command: [/bin/tell, -t, hunter2]}]}";
    String shown = Document.write(good(reader.parse("f", sinks)).effective());
    assertTrue(
        shown.contains("- /bin/tell\n")
            && shown.contains("- <secret>\n")
            && !shown.contains("hunter2"),
        shown);
    List<String> faults = Configs.faults(reader.parse("f", shown));
    assertEquals(2, faults.size(), faults::toString);
    assertTrue(
        faults.get(0).endsWith("stands in place of an argument; write the argument itself"),
        faults.get(0));
  }

  @Test
  void oddTextsReadAgainAsThemselves() {
    roundTrip("room: {name: 'yes', site: '# no: \"comment\"', device: 10.4.12.20}");
    roundTrip("room: {name: 012, site: '~'}\nchecks: {local.host: {interval: 90s}}");
    roundTrip("room: {name: 'M\u00fcnchen \uD83D\uDE00', site: 'null'}");
    roundTrip(
        "room: {name: ' x ', site: \"it's\"}\nschedule: {annual.firmware: {window: 1 06:30}}");
    roundTrip("schedule: {weekly.vpn: {cadence: daily, window: 06:30}}");
  }

  @Test
  void defaultsAndTheImpliedPeerAreFilledIn() {
    String shown =
        Document.write(good(reader.parse("f", "room: {device: 10.4.12.20}")).effective());
    assertTrue(
        shown.startsWith(
            """
            room:
              name: boardroom-pc
              site: default
              device: 10.4.12.20
              controllers: []
            """),
        shown);
    assertTrue(
        shown.contains(
            """
            peers:
              - name: room
                address: 10.4.12.20
                port: 9090
            """),
        shown);
    assertTrue(shown.contains("  annual.firmware:\n    enabled: true\n"), shown);
  }

  private void roundTrip(String text) {
    Outcome.Good<Config> first = good(reader.parse("first", text));
    String shown = Document.write(first.effective());
    Outcome.Good<Config> second = good(reader.parse("second", shown));
    assertEquals(said(first.value()), second.value(), shown);
    assertEquals(shown, Document.write(second.effective()));
  }

  /** What is shown is written out, so that it also says which machine is the device. */
  private static Config said(Config config) {
    Room room = config.room();
    return new Config(
        new Room(
            room.name(),
            room.site(),
            new Room.Where(room.device(), true),
            room.controllers(),
            room.app(),
            room.version(),
            room.activation()),
        config.peers(),
        config.cloud(),
        config.alerts(),
        config.schedule(),
        config.checks(),
        config.own());
  }
}
