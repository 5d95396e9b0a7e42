package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A registry in memory, filled from the text of {@code reg export} (and of hand-written .reg files:
 * comments are skipped). Keys may be denied, and it remembers what was asked of it.
 */
final class RegistryFile implements Registry {

  private final Map<String, Map<String, Value>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final TreeSet<String> denied = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final List<String> asked = new ArrayList<>();

  /** A file beside the tests. */
  static RegistryFile resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(RegistryFile.class.getResourceAsStream(name), name)) {
      return new RegistryFile().add(stream.readAllBytes());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Text without the heading that every file has. */
  static RegistryFile of(String body) {
    return new RegistryFile().add(body);
  }

  /** A whole file: UTF-16LE with a byte order mark, as reg.exe writes it, or UTF-8. */
  RegistryFile add(byte[] file) {
    boolean wide = file.length > 1 && file[0] == (byte) 0xff && file[1] == (byte) 0xfe;
    String text = new String(file, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    String heading = "Windows Registry Editor Version 5.00";
    if (!text.startsWith(heading)) {
      throw new IllegalArgumentException("not an export: " + text.lines().findFirst());
    }
    return add(text.substring(heading.length()));
  }

  RegistryFile add(String body) {
    Map<String, Value> key = null;
    // A hex line that ends in a backslash goes on in the next.
    for (String line : body.replaceAll(",\\\\\\s*\\R\\s*", ",").lines().toList()) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith(";")) {
        continue;
      }
      if (text.startsWith("[")) {
        key = open(text.substring(1, text.length() - 1));
      } else {
        value(Objects.requireNonNull(key, line), text);
      }
    }
    return this;
  }

  RegistryFile put(String path, String name, Value value) {
    open(path).put(name, value);
    return this;
  }

  /** This key and everything below it answer {@code PERMISSION}. */
  RegistryFile deny(String path) {
    denied.add(path);
    return this;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  List<String> paths() {
    return List.copyOf(keys.keySet());
  }

  private Map<String, Value> open(String path) {
    String name =
        path.replaceFirst("^HKEY_LOCAL_MACHINE", "HKLM").replaceFirst("^HKEY_USERS", "HKU");
    return keys.computeIfAbsent(name, ignored -> new HashMap<>());
  }

  private static void value(Map<String, Value> key, String line) {
    boolean unnamed = line.startsWith("@=");
    int end = unnamed ? 0 : closingQuote(line);
    String name = unnamed ? "" : unescape(line.substring(1, end));
    String data = line.substring(end + 2);
    if (data.startsWith("\"")) {
      key.put(name, new Value.Text(unescape(data.substring(1, data.length() - 1))));
    } else if (data.startsWith("dword:")) {
      int number = Integer.parseUnsignedInt(data.substring(6), 16);
      byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
      key.put(name, Value.decode(4, bytes));
    } else if (data.startsWith("hex")) {
      int colon = data.indexOf(':');
      int type = colon == 3 ? 3 : Integer.parseInt(data.substring(4, colon - 1), 16);
      String digits = data.substring(colon + 1).replaceAll("[,\\s]", "");
      key.put(name, Value.decode(type, HexFormat.of().parseHex(digits)));
    } else {
      throw new IllegalArgumentException(line);
    }
  }

  private static int closingQuote(String line) {
    for (int at = 1; at < line.length(); at++) {
      if (line.charAt(at) == '\\') {
        at++;
      } else if (line.charAt(at) == '"') {
        return at;
      }
    }
    throw new IllegalArgumentException(line);
  }

  private static String unescape(String text) {
    return text.replaceAll("\\\\(.)", "$1");
  }

  @Override
  public Fact<Key> key(String path) {
    asked.add(path);
    if (isDenied(path)) {
      return Fact.unread(Reason.PERMISSION, path + " is denied");
    }
    Map<String, Value> values = keys.get(path);
    if (values != null) {
      return Fact.known(new Key(true, values));
    }
    return Fact.known(below(path).isEmpty() ? Key.MISSING : new Key(true, Map.of()));
  }

  @Override
  public Fact<List<String>> subkeys(String path) {
    asked.add(path);
    return isDenied(path)
        ? Fact.unread(Reason.PERMISSION, path + " is denied")
        : Fact.known(List.copyOf(below(path)));
  }

  private boolean isDenied(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return denied.stream()
        .map(each -> each.toLowerCase(Locale.ROOT))
        .anyMatch(each -> lower.equals(each) || lower.startsWith(each + "\\"));
  }

  private Set<String> below(String path) {
    String prefix = path.endsWith("\\") ? path : path + "\\";
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String key : keys.keySet()) {
      if (key.regionMatches(true, 0, prefix, 0, prefix.length())) {
        String rest = key.substring(prefix.length());
        int end = rest.indexOf('\\');
        names.add(end < 0 ? rest : rest.substring(0, end));
      }
    }
    return names;
  }
}
