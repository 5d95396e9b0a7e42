package io.roomwatch.agent.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a whole file against the description of its root. */
public final class Document {
  /** A larger file is not read: 5,000 peers take 400 kB. */
  public static final int MOST_BYTES = YamlText.MOST_CHARACTERS;

  private Document() {}

  /** Reads a file that must exist. An empty one counts as an empty mapping. */
  public static <T> Outcome<T> read(Path file, Section<T> root, Surroundings surroundings) {
    Session session = new Session(file.toString(), surroundings);
    Optional<String> text = load(file, session);
    return text.isEmpty() ? new Outcome.Bad<>(session.faults()) : parse(text.get(), root, session);
  }

  /**
   * Reads a text.
   *
   * @param name what faults call the file
   */
  public static <T> Outcome<T> parse(
      String name, String text, Section<T> root, Surroundings surroundings) {
    return parse(text, root, new Session(name, surroundings));
  }

  /** An effective file, or a part of one, as YAML that reads again. */
  public static String write(Map<String, Object> effective) {
    return YamlText.dump(effective);
  }

  private static <T> Outcome<T> parse(String text, Section<T> root, Session session) {
    Optional<Node> node = YamlText.compose(text, session);
    if (node.isEmpty() && session.faultCount() > 0) {
      return new Outcome.Bad<>(session.faults());
    }
    Spot spot = Spot.root(session, node.orElseGet(() -> YamlText.fixed("{}")));
    Optional<Type.Read<T>> read = root.read(spot);
    return read.isPresent() && session.faultCount() == 0
        ? new Outcome.Good<>(read.get().value(), asMap(read.get().plain()), session.warnings())
        : new Outcome.Bad<>(session.faults());
  }

  // A section's plain form is the map that its values were put into.
  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object plain) {
    return (Map<String, Object>) plain;
  }

  private static Optional<String> load(Path file, Session session) {
    try {
      if (Files.isDirectory(file)) {
        session.faultOfFile("is a folder, not a file");
      } else if (Files.exists(file) && !Files.isRegularFile(file)) {
        // It might never end, and at a reload it would be empty.
        session.faultOfFile("is a pipe or a device, not a regular file");
      } else {
        return decode(bounded(file), session);
      }
    } catch (TooLarge e) {
      session.faultOfFile("is larger than 4 MiB: not a configuration");
    } catch (NoSuchFileException e) {
      session.faultOfFile("does not exist");
    } catch (AccessDeniedException e) {
      session.faultOfFile("cannot be read: permission denied");
    } catch (IOException e) {
      session.faultOfFile("cannot be read: " + e.getClass().getSimpleName());
    }
    return Optional.empty();
  }

  /** Whatever size the file system says: some say 0 of what never ends. */
  private static byte[] bounded(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new TooLarge();
      }
      return bytes;
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static Optional<String> decode(byte[] bytes, Session session) {
    if (bytes.length >= 2 && isUtf16Mark(bytes[0] & 0xff, bytes[1] & 0xff)) {
      session.faultOfFile("is UTF-16; save it as UTF-8");
      return Optional.empty();
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    String decoded = text.flip().toString();
    if (result.isError()) {
      int good = decoded.codePointCount(0, decoded.length());
      session.fault(YamlText.positionOf(decoded, good), "", "is not UTF-8 text here");
      return Optional.empty();
    }
    return Optional.of(decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded);
  }

  private static boolean isUtf16Mark(int first, int second) {
    return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
  }
}
