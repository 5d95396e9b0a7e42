package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.observation.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The signal of each Wi-Fi interface, from the structures of wlanapi.h [learn.microsoft.com].
 *
 * <p>Windows 11 24H2 hides {@code current_connection} from programs without the Location
 * permission, because it names the network. {@code realtime_connection_quality}, new in the same
 * release, needs no permission and names none, so it is asked first.
 */
final class WindowsWifi {

  private static final int REALTIME_CONNECTION_QUALITY = 19;
  private static final int CURRENT_CONNECTION = 7;
  private static final int RSSI = 0x10000102;

  private static final int ERROR_ACCESS_DENIED = 5;
  private static final int ERROR_MOD_NOT_FOUND = 126;
  private static final int ERROR_NOT_FOUND = 1168;
  private static final int ERROR_SERVICE_NOT_ACTIVE = 1062;
  private static final int ERROR_SERVICE_DISABLED = 1058;
  private static final int RPC_S_SERVER_UNAVAILABLE = 1722;

  private static final int LIST_HEADER_BYTES = 8;
  private static final int GUID_BYTES = 16;
  private static final int DESCRIPTION_BYTES = 512;
  private static final int INTERFACE_BYTES = GUID_BYTES + DESCRIPTION_BYTES + Integer.BYTES;

  /** wlan_interface_state_connected. */
  private static final int CONNECTED = 1;

  /** Adapters of the class "network", by GUID, with the name people gave them. */
  private static final String ADAPTERS =
      "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Network\\{4D36E972-E325-11CE-BFC1-08002BE10318}\\";

  private final Registry registry;
  private final Supplier<WindowsWlan> wlan;

  /**
   * Asks the sessions that {@code wlan} opens, one for each read.
   *
   * @param registry names the interfaces
   */
  WindowsWifi(Registry registry, Supplier<WindowsWlan> wlan) {
    this.registry = registry;
    this.wlan = wlan;
  }

  /** One radio, before its signal is known. */
  record Radio(String guid, String description, boolean connected) {}

  /** Decoded signal; the values that the structure does not hold are empty. */
  record Signal(OptionalDouble dbm, OptionalDouble qualityRatio) {
    static final Signal NONE = new Signal(OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** All radios. {@code NOT_FOUND} when there is none or the WLAN service does not run. */
  Fact<List<Wifi>> read() {
    try (WindowsWlan session = wlan.get()) {
      WindowsWlan.Answer answer = session.interfaces();
      if (answer.error() != 0) {
        return failed(answer.error());
      }
      List<Radio> radios = radios(answer.bytes());
      List<Wifi> found = new ArrayList<>();
      for (Radio radio : radios) {
        Fact<Signal> signal = radio.connected() ? signal(session, radio) : Fact.known(Signal.NONE);
        if (signal instanceof Fact.Unread<Signal> unread) {
          return Fact.unread(unread.reason(), unread.why());
        }
        Signal known = signal.asOptional().orElse(Signal.NONE);
        found.add(new Wifi(name(radio), known.dbm(), known.qualityRatio()));
      }
      return found.isEmpty()
          ? Fact.unread(Reason.NOT_FOUND, "This machine has no Wi-Fi interface.")
          : Fact.known(List.copyOf(found));
    }
  }

  private static Fact<Signal> signal(WindowsWlan session, Radio radio) {
    byte[] guid = guidBytes(radio.guid());
    WindowsWlan.Answer realtime = session.query(guid, REALTIME_CONNECTION_QUALITY);
    Optional<Signal> signal = realtime.error() == 0 ? realtime(realtime.bytes()) : Optional.empty();
    if (signal.isPresent()) {
      return Fact.known(signal.get());
    }
    WindowsWlan.Answer current = session.query(guid, CURRENT_CONNECTION);
    if (current.error() != 0) {
      return failed(current.error());
    }
    WindowsWlan.Answer rssi = session.query(guid, RSSI);
    OptionalDouble dbm = rssi.error() == 0 ? dbm(rssi.bytes()) : OptionalDouble.empty();
    return current(current.bytes())
        .map(quality -> Fact.known(new Signal(dbm, OptionalDouble.of(quality))))
        .orElseGet(() -> Fact.unread(Reason.ERROR, "Windows gave no whole answer about Wi-Fi."));
  }

  private static <T> Fact<T> failed(int error) {
    return switch (error) {
      case ERROR_ACCESS_DENIED ->
          Fact.unread(
              Reason.PERMISSION,
              "Windows hides Wi-Fi data from programs without the Location permission; turn on"
                  + " Location services and \"Let desktop apps access your location\" in Settings,"
                  + " Privacy & security, Location.");
      case ERROR_SERVICE_NOT_ACTIVE,
          ERROR_SERVICE_DISABLED,
          ERROR_MOD_NOT_FOUND,
          RPC_S_SERVER_UNAVAILABLE ->
          Fact.unread(Reason.NOT_FOUND, "The WLAN AutoConfig service does not run here.");
      case ERROR_NOT_FOUND -> Fact.unread(Reason.NOT_FOUND, "The Wi-Fi interface is gone.");
      default -> Fact.unread(Reason.ERROR, "Windows did not answer about Wi-Fi: error " + error);
    };
  }

  /** The name people see ("Wi-Fi"); the adapter's description where none is kept. */
  private String name(Radio radio) {
    return registry
        .key(ADAPTERS + radio.guid() + "\\Connection")
        .asOptional()
        .flatMap(key -> key.text("Name"))
        .filter(name -> !name.isBlank())
        .orElse(radio.description());
  }

  /** The size of a WLAN_INTERFACE_INFO_LIST with so many entries. */
  static int bytesOfList(int count) {
    return LIST_HEADER_BYTES + count * INTERFACE_BYTES;
  }

  /** WLAN_INTERFACE_INFO_LIST: u32 count, u32 index, then GUID, 256 characters, u32 state each. */
  static List<Radio> radios(byte[] bytes) {
    List<Radio> radios = new ArrayList<>();
    if (bytes.length < LIST_HEADER_BYTES) {
      return radios;
    }
    ByteBuffer buffer = little(bytes);
    int count = buffer.getInt(0);
    for (int index = 0; index < count; index++) {
      int offset = LIST_HEADER_BYTES + index * INTERFACE_BYTES;
      if (offset + INTERFACE_BYTES > bytes.length) {
        return radios;
      }
      radios.add(
          new Radio(
              guid(buffer, offset),
              text(bytes, offset + GUID_BYTES, DESCRIPTION_BYTES),
              buffer.getInt(offset + GUID_BYTES + DESCRIPTION_BYTES) == CONNECTED));
    }
    return radios;
  }

  /**
   * WLAN_REALTIME_CONNECTION_QUALITY: u32 quality at 4, u32 number of links at 20, then the links;
   * the i32 dBm of the first at 36. With several links (Wi-Fi 7) the first stands for all.
   */
  static Optional<Signal> realtime(byte[] bytes) {
    if (bytes.length < 24) {
      return Optional.empty();
    }
    ByteBuffer buffer = little(bytes);
    OptionalDouble dbm =
        buffer.getInt(20) > 0 && bytes.length >= 40
            ? plausible(buffer.getInt(36))
            : OptionalDouble.empty();
    return ratio(buffer.getInt(4)).map(ratio -> new Signal(dbm, OptionalDouble.of(ratio)));
  }

  /**
   * WLAN_CONNECTION_ATTRIBUTES: u32 quality at 576, the last but two members of the association at
   * 520. The name and the SSID before it are not touched.
   */
  static Optional<Double> current(byte[] bytes) {
    return bytes.length < 580 ? Optional.empty() : ratio(little(bytes).getInt(576));
  }

  /** The answer to RSSI: one LONG in dBm. */
  static OptionalDouble dbm(byte[] bytes) {
    return bytes.length < 4 ? OptionalDouble.empty() : plausible(little(bytes).getInt(0));
  }

  private static Optional<Double> ratio(int percent) {
    return percent < 0 || percent > 100 ? Optional.empty() : Optional.of(percent / 100.0);
  }

  /** Drivers that do not know it report 0 or nonsense. */
  private static OptionalDouble plausible(int dbm) {
    return dbm < 0 && dbm >= -200 ? OptionalDouble.of(dbm) : OptionalDouble.empty();
  }

  private static String guid(ByteBuffer buffer, int offset) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "{%08X-%04X-%04X-",
                buffer.getInt(offset),
                buffer.getShort(offset + 4),
                buffer.getShort(offset + 6)));
    for (int index = 8; index < GUID_BYTES; index++) {
      text.append(String.format(Locale.ROOT, "%02X", buffer.get(offset + index)));
      if (index == 9) {
        text.append('-');
      }
    }
    return text.append('}').toString();
  }

  private static byte[] guidBytes(String guid) {
    String digits = guid.replaceAll("[{}-]", "");
    byte[] bytes = new byte[GUID_BYTES];
    ByteBuffer buffer = little(bytes);
    buffer.putInt((int) Long.parseLong(digits.substring(0, 8), 16));
    buffer.putShort((short) Integer.parseInt(digits.substring(8, 12), 16));
    buffer.putShort((short) Integer.parseInt(digits.substring(12, 16), 16));
    for (int index = 16; index < digits.length(); index += 2) {
      buffer.put((byte) Integer.parseInt(digits.substring(index, index + 2), 16));
    }
    return bytes;
  }

  private static String text(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_16LE);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
