package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.observation.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Structures laid out by hand after wlanapi.h; no capture of a real radio was to be had. */
class WindowsWifiTest {

  private static final int REALTIME = 19;
  private static final int CURRENT = 7;
  private static final int RSSI = 0x10000102;

  /** {9C1E752A-B125-4651-A60A-2620EDABB7D8} as Windows stores it. */
  private static final byte[] GUID = HexFormat.of().parseHex("2a751e9c25b15146a60a2620edabb7d8");

  /** A WLAN service with fixed answers. */
  private static final class Service implements WindowsWlan {
    private final Answer interfaces;
    private final Map<Integer, Answer> answers = new HashMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private int closed;

    Service(Answer interfaces) {
      this.interfaces = interfaces;
    }

    Service on(int opcode, Answer answer) {
      answers.put(opcode, answer);
      return this;
    }

    @Override
    public Answer interfaces() {
      return interfaces;
    }

    @Override
    public Answer query(byte[] guid, int opcode) {
      assertEquals(HexFormat.of().formatHex(GUID), HexFormat.of().formatHex(guid));
      asked.add(opcode);
      return answers.getOrDefault(opcode, Answer.failed(87));
    }

    @Override
    public void close() {
      closed++;
    }

    Fact<List<Wifi>> read() {
      Fact<List<Wifi>> wifi =
          new WindowsWifi(RegistryFile.resource("windows-room.reg"), () -> this).read();
      assertEquals(1, closed);
      return wifi;
    }
  }

  private static ByteBuffer over(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] list(int count, int state) {
    byte[] bytes = new byte[8 + count * 532];
    ByteBuffer list = over(bytes).putInt(count).putInt(0);
    for (int index = 0; index < count; index++) {
      list.put(GUID);
      list.put(Arrays.copyOf("Intel(R) Wi-Fi 6E AX210".getBytes(StandardCharsets.UTF_16LE), 512));
      list.putInt(state);
    }
    return bytes;
  }

  private static Service connected() {
    return new Service(WindowsWlan.Answer.of(list(1, 1)));
  }

  private static WindowsWlan.Answer realtime(int quality, int links, int dbm) {
    byte[] bytes = new byte[296];
    over(bytes).putInt(0, 10).putInt(4, quality).putInt(20, links).putInt(36, dbm);
    return WindowsWlan.Answer.of(bytes);
  }

  private static WindowsWlan.Answer current(int quality) {
    byte[] bytes = new byte[604];
    ByteBuffer answer = over(bytes).putInt(0, 1).putInt(520, 9).putInt(576, quality);
    answer.put(8, "Boardroom secret".getBytes(StandardCharsets.UTF_16LE));
    answer.put(524, "ssid-here".getBytes(StandardCharsets.US_ASCII));
    return WindowsWlan.Answer.of(bytes);
  }

  private static WindowsWlan.Answer rssi(int dbm) {
    byte[] bytes = new byte[4];
    over(bytes).putInt(dbm);
    return WindowsWlan.Answer.of(bytes);
  }

  private static Wifi wifi(double dbm, double quality) {
    return new Wifi("Wi-Fi", OptionalDouble.of(dbm), OptionalDouble.of(quality));
  }

  private static Reason reason(Fact<List<Wifi>> fact) {
    return assertInstanceOf(Fact.Unread.class, fact).reason();
  }

  @Test
  void theNewQuestionIsAskedFirstAndTheOneThatNamesTheNetworkNever() {
    Service service = connected().on(REALTIME, realtime(84, 1, -58)).on(CURRENT, current(10));
    assertEquals(Fact.known(List.of(wifi(-58, 0.84))), service.read());
    assertEquals(List.of(REALTIME), service.asked);
  }

  @Test
  void anOlderWindowsAnswersTheOldQuestions() {
    Service service = connected().on(CURRENT, current(84)).on(RSSI, rssi(-58));
    assertEquals(Fact.known(List.of(wifi(-58, 0.84))), service.read());
    assertEquals(List.of(REALTIME, CURRENT, RSSI), service.asked);
  }

  @Test
  void aDriverWithoutDbmGivesTheQualityOnly() {
    assertEquals(
        Fact.known(List.of(new Wifi("Wi-Fi", OptionalDouble.empty(), OptionalDouble.of(0.84)))),
        connected().on(CURRENT, current(84)).read());
    assertEquals(
        Fact.known(List.of(new Wifi("Wi-Fi", OptionalDouble.empty(), OptionalDouble.of(0.84)))),
        connected().on(REALTIME, realtime(84, 0, 0)).read());
  }

  @Test
  void accessDeniedIsTheLocationPermission() {
    Fact<List<Wifi>> fact = connected().on(CURRENT, WindowsWlan.Answer.failed(5)).read();
    assertEquals(Reason.PERMISSION, reason(fact));
    assertTrue(assertInstanceOf(Fact.Unread.class, fact).why().contains("Location"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1062, 1058, 126, 1722})
  void withoutTheServiceThereIsNoWifi(int error) {
    assertEquals(Reason.NOT_FOUND, reason(new Service(WindowsWlan.Answer.failed(error)).read()));
  }

  @Test
  void withoutARadioThereIsNoWifi() {
    assertEquals(Reason.NOT_FOUND, reason(new Service(WindowsWlan.Answer.of(list(0, 0))).read()));
  }

  @Test
  void anyOtherErrorIsSaidWithItsNumber() {
    Fact<List<Wifi>> fact = new Service(WindowsWlan.Answer.failed(31)).read();
    assertEquals(Reason.ERROR, reason(fact));
    assertTrue(assertInstanceOf(Fact.Unread.class, fact).why().contains("31"));
  }

  @Test
  void aRadioThatIsNotConnectedHasNoSignalAndIsNotAsked() {
    Service service = new Service(WindowsWlan.Answer.of(list(1, 4)));
    assertEquals(
        Fact.known(List.of(new Wifi("Wi-Fi", OptionalDouble.empty(), OptionalDouble.empty()))),
        service.read());
    assertEquals(List.of(), service.asked);
  }

  @Test
  void anInterfaceWithoutANameIsCalledByItsDescription() {
    Fact<List<Wifi>> wifi =
        new WindowsWifi(new RegistryFile(), () -> connected().on(REALTIME, realtime(84, 1, -58)))
            .read();
    assertEquals(
        "Intel(R) Wi-Fi 6E AX210", wifi.asOptional().orElseThrow().getFirst().interfaceName());
  }

  @Test
  void everyRadioOfTheListIsRead() {
    List<WindowsWifi.Radio> radios = WindowsWifi.radios(list(3, 1));
    assertEquals(3, radios.size());
    assertEquals(
        new WindowsWifi.Radio(
            "{9C1E752A-B125-4651-A60A-2620EDABB7D8}", "Intel(R) Wi-Fi 6E AX210", true),
        radios.get(2));
  }

  @Test
  void noNameOfANetworkIsKept() {
    Fact<List<Wifi>> wifi = connected().on(CURRENT, current(84)).on(RSSI, rssi(-58)).read();
    assertFalse(wifi.toString().contains("ssid"), wifi.toString());
    assertFalse(wifi.toString().contains("secret"), wifi.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101, Integer.MAX_VALUE})
  void aQualityOutOfRangeIsNotBelieved(int quality) {
    assertEquals(Reason.ERROR, reason(connected().on(CURRENT, current(quality)).read()));
    assertEquals(Optional.empty(), WindowsWifi.realtime(realtime(quality, 1, -58).bytes()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, -201, Integer.MIN_VALUE})
  void aSignalOutOfRangeIsNotBelieved(int dbm) {
    assertEquals(OptionalDouble.empty(), WindowsWifi.dbm(rssi(dbm).bytes()));
  }

  @Test
  void countsThatLieAndTruncatedAnswersNeverThrow() {
    for (int count : new int[] {-1, 2, 5_000_000, Integer.MAX_VALUE}) {
      byte[] lying = list(1, 1);
      over(lying).putInt(0, count);
      assertEquals(count < 0 ? 0 : 1, WindowsWifi.radios(lying).size());
    }
    byte[] list = list(2, 1);
    for (int length = 0; length <= list.length; length++) {
      assertEquals(
          Math.max(0, (length - 8) / 532), WindowsWifi.radios(Arrays.copyOf(list, length)).size());
    }
    for (int length = 0; length < 604; length++) {
      byte[] cut = Arrays.copyOf(current(84).bytes(), length);
      assertEquals(length >= 580, WindowsWifi.current(cut).isPresent());
      assertEquals(length >= 24, WindowsWifi.realtime(cut).isPresent());
      assertTrue(length >= 4 || WindowsWifi.dbm(cut).isEmpty());
    }
  }

  @Test
  void randomAnswersNeverThrow() {
    long seed = 24;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      Service service = connected();
      for (int opcode : new int[] {REALTIME, CURRENT, RSSI}) {
        byte[] bytes = new byte[random.nextInt(700)];
        random.nextBytes(bytes);
        service.on(
            opcode,
            random.nextInt(4) == 0
                ? WindowsWlan.Answer.failed(random.nextInt(2_000) + 1)
                : WindowsWlan.Answer.of(bytes));
      }
      service.read();
      byte[] bytes = new byte[random.nextInt(2_000)];
      random.nextBytes(bytes);
      WindowsWifi.radios(bytes);
    }
  }
}
