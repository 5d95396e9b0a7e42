package io.roomwatch.agent.facts.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinReg;
import com.sun.jna.ptr.IntByReference;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The registry of this machine, through advapi32. Opens keys for reading only. Elsewhere than on
 * Windows every read is {@code UNSUPPORTED}; constructing one loads nothing native.
 */
final class WindowsRegistry implements Registry {

  /** A larger value is named and not read: the agent's whole heap is a few times this. */
  private static final int LARGEST_VALUE_BYTES = 1 << 20;

  /** More entries than any key that is read has on a sane machine; a partial list would lie. */
  private static final int MOST_ENTRIES = 50_000;

  private static final int ERROR_KEY_DELETED = 1018;

  @Override
  public Fact<Key> key(String path) {
    return read(path, Key.MISSING, WindowsRegistry::values);
  }

  @Override
  public Fact<List<String>> subkeys(String path) {
    return read(path, List.of(), WindowsRegistry::names);
  }

  private static <T> Fact<T> read(String path, T missing, Function<WinReg.HKEY, T> reader) {
    if (path.toLowerCase(Locale.ROOT).contains("winlogon")) {
      throw new IllegalArgumentException("the Winlogon key holds a password and is never read");
    }
    try {
      return open(path, missing, reader);
    } catch (RegistryError error) {
      return failed(path, error.code);
    } catch (LinkageError error) {
      return Fact.unread(Reason.UNSUPPORTED, "The registry exists on Windows only.");
    }
  }

  private static <T> Fact<T> open(String path, T missing, Function<WinReg.HKEY, T> reader) {
    WinReg.HKEYByReference handle = new WinReg.HKEYByReference();
    int code =
        Advapi32.INSTANCE.RegOpenKeyEx(
            root(path),
            path.substring(path.indexOf('\\') + 1),
            0,
            WinNT.KEY_READ | WinNT.KEY_WOW64_64KEY,
            handle);
    if (code == WinError.ERROR_FILE_NOT_FOUND || code == WinError.ERROR_PATH_NOT_FOUND) {
      return Fact.known(missing);
    }
    check(code);
    try {
      return Fact.known(reader.apply(handle.getValue()));
    } finally {
      Advapi32.INSTANCE.RegCloseKey(handle.getValue());
    }
  }

  private static WinReg.HKEY root(String path) {
    if (path.startsWith("HKLM\\")) {
      return WinReg.HKEY_LOCAL_MACHINE;
    }
    if (path.startsWith("HKU\\")) {
      return WinReg.HKEY_USERS;
    }
    throw new IllegalArgumentException("a registry path begins with HKLM\\ or HKU\\: " + path);
  }

  private static <T> Fact<T> failed(String path, int code) {
    return switch (code) {
      case WinError.ERROR_ACCESS_DENIED ->
          Fact.unread(
              Reason.PERMISSION,
              path + " may not be read by the account this agent runs as; an administrator's may.");
      default -> Fact.unread(Reason.ERROR, path + " could not be read: Windows error " + code);
    };
  }

  private static Key values(WinReg.HKEY key) {
    IntByReference longestName = new IntByReference();
    IntByReference largestData = new IntByReference();
    check(
        Advapi32.INSTANCE.RegQueryInfoKey(
            key, null, null, null, null, null, null, null, longestName, largestData, null, null));
    char[] name = new char[longestName.getValue() + 1];
    // A value may grow between the two calls; then it reports itself as too large.
    int room = Math.min(Math.max(largestData.getValue(), 8), LARGEST_VALUE_BYTES);
    Map<String, Value> values = new HashMap<>();
    try (Memory data = new Memory(room)) {
      for (int index = 0; ; index++) {
        IntByReference nameLength = new IntByReference(name.length);
        IntByReference dataLength = new IntByReference(room);
        IntByReference type = new IntByReference();
        int code =
            Advapi32.INSTANCE.RegEnumValue(
                key, index, name, nameLength, null, type, data, dataLength);
        if (ended(code, index)) {
          return new Key(true, values);
        }
        if (code == WinError.ERROR_MORE_DATA) {
          tooLarge(key, index, name, values);
          continue;
        }
        check(code);
        values.put(
            new String(name, 0, nameLength.getValue()),
            Value.decode(type.getValue(), data.getByteArray(0, dataLength.getValue())));
      }
    }
  }

  /** Asks again without the data: the name is promised only by a call that succeeds. */
  private static void tooLarge(WinReg.HKEY key, int index, char[] name, Map<String, Value> values) {
    IntByReference nameLength = new IntByReference(name.length);
    IntByReference dataLength = new IntByReference();
    int code =
        Advapi32.INSTANCE.RegEnumValue(
            key, index, name, nameLength, null, null, (Pointer) null, dataLength);
    check(code);
    values.put(
        new String(name, 0, nameLength.getValue()), new Value.TooLarge(dataLength.getValue()));
  }

  private static List<String> names(WinReg.HKEY key) {
    // 255 characters is the longest key name Windows permits.
    char[] name = new char[256];
    List<String> names = new ArrayList<>();
    for (int index = 0; ; index++) {
      IntByReference length = new IntByReference(name.length);
      int code = Advapi32.INSTANCE.RegEnumKeyEx(key, index, name, length, null, null, null, null);
      if (ended(code, index)) {
        return names;
      }
      check(code);
      names.add(new String(name, 0, length.getValue()));
    }
  }

  private static boolean ended(int code, int index) {
    if (index >= MOST_ENTRIES) {
      throw new RegistryError(WinError.ERROR_MORE_DATA);
    }
    return code == WinError.ERROR_NO_MORE_ITEMS || code == ERROR_KEY_DELETED;
  }

  private static void check(int code) {
    if (code != WinError.ERROR_SUCCESS) {
      throw new RegistryError(code);
    }
  }

  /** A Windows error code on its way up to the answer. */
  private static final class RegistryError extends RuntimeException {
    private final int code;

    RegistryError(int code) {
      super(Integer.toString(code), null, false, false);
      this.code = code;
    }
  }
}
