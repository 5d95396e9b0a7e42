package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Fact;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is read of the Windows registry: whole keys of the 64-bit view, never written. A path begins
 * with {@code HKLM\} or {@code HKU\}; names are compared without case, as Windows does.
 *
 * <p>A key that does not exist is an empty answer, not an error. One that this user may not read is
 * {@code PERMISSION}. Nothing here ever names the Winlogon key: it holds the kiosk user's password
 * in clear text.
 */
interface Registry {

  /** All values of one key; {@link Key#MISSING} when there is no such key. */
  Fact<Key> key(String path);

  /** The names of the keys below one key; empty when there is no such key. */
  Fact<List<String>> subkeys(String path);

  /**
   * One key.
   *
   * @param exists false for a key that is not there; some keys say something by existing
   * @param values by name, without case
   */
  record Key(boolean exists, Map<String, Value> values) {

    static final Key MISSING = new Key(false, Map.of());

    public Key {
      TreeMap<String, Value> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      copy.putAll(values);
      values = Collections.unmodifiableMap(copy);
    }

    /** A string value; empty when missing or of another type. */
    Optional<String> text(String name) {
      return values.get(name) instanceof Value.Text text
          ? Optional.of(text.text())
          : Optional.empty();
    }

    /** A number; empty when missing or of another type. */
    OptionalLong number(String name) {
      return values.get(name) instanceof Value.Numeric number
          ? OptionalLong.of(number.number())
          : OptionalLong.empty();
    }

    /** A binary value; empty when missing or of another type. */
    Optional<byte[]> bytes(String name) {
      return values.get(name) instanceof Value.Binary binary
          ? Optional.of(binary.bytes())
          : Optional.empty();
    }

    /** A list of strings, one string as a list of one; empty when missing or of another type. */
    List<String> texts(String name) {
      Value value = values.get(name);
      if (value instanceof Value.Texts texts) {
        return texts.texts();
      }
      return value instanceof Value.Text text ? List.of(text.text()) : List.of();
    }
  }

  /** One value, by its type. */
  sealed interface Value {

    /** REG_SZ and REG_EXPAND_SZ, the latter as written. */
    record Text(String text) implements Value {}

    /** REG_MULTI_SZ. */
    record Texts(List<String> texts) implements Value {
      public Texts {
        texts = List.copyOf(texts);
      }
    }

    /** REG_DWORD and REG_QWORD; a DWORD is unsigned. */
    record Numeric(long number) implements Value {}

    /** Every other type. */
    final class Binary implements Value {
      private final byte[] bytes;

      Binary(byte[] bytes) {
        this.bytes = bytes.clone();
      }

      byte[] bytes() {
        return bytes.clone();
      }
    }

    /** A value that is there and too large to be worth reading. */
    record TooLarge(long byteCount) implements Value {}

    /**
     * Decodes what the registry stores. A value whose data does not fit its type stays binary: it
     * is shown as it is and believed by nobody.
     *
     * @param type the REG_ constant of winnt.h
     */
    static Value decode(int type, byte[] data) {
      ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
      return switch (type) {
        case 1, 2 -> new Text(untilNul(utf16(data)));
        case 4 -> data.length == 4 ? new Numeric(buffer.getInt(0) & 0xffffffffL) : new Binary(data);
        case 7 -> new Texts(list(utf16(data)));
        case 11 -> data.length == 8 ? new Numeric(buffer.getLong(0)) : new Binary(data);
        default -> new Binary(data);
      };
    }

    private static String utf16(byte[] data) {
      return new String(data, 0, data.length & ~1, StandardCharsets.UTF_16LE);
    }

    private static String untilNul(String text) {
      int end = text.indexOf('\0');
      return end < 0 ? text : text.substring(0, end);
    }

    /** Strings that each end in NUL; one of length zero may stand inside (a file to delete). */
    private static List<String> list(String text) {
      List<String> strings = new ArrayList<>(List.of(text.split("\0", -1)));
      while (!strings.isEmpty() && strings.getLast().isEmpty()) {
        strings.removeLast();
      }
      return strings;
    }
  }
}
