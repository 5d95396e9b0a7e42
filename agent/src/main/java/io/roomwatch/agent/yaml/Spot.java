package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Fault.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value in the file, or the place where it would stand: somewhere to read and to complain. */
public final class Spot {
  private static final int LONGEST_QUOTE = 60;

  private static final Pattern WORD = Pattern.compile("(?s)^([A-Za-z0-9_.-]*).*$");

  private final Session session;
  private final Node node;
  private final Position at;
  private final String path;
  private final boolean written;

  private Spot(Session session, Node node, Position at, String path, boolean written) {
    this.session = session;
    this.node = node;
    this.at = at;
    this.path = path;
    this.written = written;
  }

  /** The root of a document. */
  static Spot root(Session session, Node node) {
    return new Spot(session, node, position(node.getStartMark()), "", true);
  }

  static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Says that what stands here cannot be used. */
  public void fault(String message) {
    session.fault(at, path, message);
  }

  /** Says that what stands here is unwise. */
  public void warn(String message) {
    session.warn(at, path, message);
  }

  /** The value behind a key of this mapping; when there is none, a place to complain about it. */
  public Spot at(String key) {
    return entries().map(found -> found.get(key)).orElseGet(() -> missing(key));
  }

  Session session() {
    return session;
  }

  String path() {
    return path;
  }

  /** False when this is a default that stands in for what the file does not say. */
  boolean written() {
    return written;
  }

  boolean isNull() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  /** The text of a scalar; empty when this is a list, a mapping or nothing. */
  Optional<String> text() {
    return node instanceof ScalarNode scalar && !isNull()
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  /**
   * The values of a mapping by key; nothing counts as an empty one; empty when it is no mapping.
   */
  Optional<Map<String, Spot>> entries() {
    if (isNull()) {
      return Optional.of(Map.of());
    }
    if (!(node instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    Map<String, Spot> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && !key.getTag().equals(Tag.MERGE)) {
        String name = key.getValue();
        entries.putIfAbsent(name, below(tuple.getValueNode(), pathTo(path, name)));
      }
    }
    return Optional.of(entries);
  }

  /** The element of this list at an index, from 0; without one, the list itself. */
  public Spot at(int index) {
    return elements()
        .filter(found -> index < found.size())
        .map(found -> found.get(index))
        .orElse(this);
  }

  /** Where a key itself stands, for faults about the key and not its value. */
  public Spot ofKey(String name) {
    if (written && node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          return below(key, pathTo(path, name));
        }
      }
    }
    return missing(name);
  }

  /** The same place, for a fault that must not show its key. */
  Spot unnamed() {
    int dot = path.lastIndexOf('.');
    String parent = dot < 0 ? "" : path.substring(0, dot + 1);
    return new Spot(session, node, at, parent + "…", written);
  }

  /** The elements of a list; nothing counts as an empty one; empty when it is no list. */
  Optional<List<Spot>> elements() {
    if (isNull()) {
      return Optional.of(List.of());
    }
    if (!(node instanceof SequenceNode sequence)) {
      return Optional.empty();
    }
    List<Spot> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      elements.add(below(element, path + "[" + elements.size() + "]"));
    }
    return Optional.of(elements);
  }

  /** A default that stands in for a key that this mapping does not have. */
  Spot standIn(String key, String yaml) {
    return new Spot(session, YamlText.fixed(yaml), at, pathTo(path, key), false);
  }

  Spot missing(String key) {
    return new Spot(session, node, at, pathTo(path, key), written);
  }

  private Spot below(Node child, String childPath) {
    Position place = written ? position(child.getStartMark()) : at;
    return new Spot(session, child, place, childPath, written);
  }

  /** What stands here, in words; the text of a scalar is quoted. */
  String found() {
    if (node instanceof ScalarNode scalar && !isNull()) {
      boolean oneLine = scalar.getStartMark().getLine() == scalar.getEndMark().getLine();
      // A plain text over several lines may have swallowed the next key and its secret.
      return oneLine ? quote(scalar.getValue()) : "a text over several lines";
    }
    return foundKind();
  }

  /** What stands here, in words that show nothing of it. */
  String foundKind() {
    if (isNull()) {
      return "nothing";
    }
    return switch (node.getNodeId()) {
      case mapping -> "a mapping";
      case sequence -> "a list";
      case scalar, anchor -> "a text";
    };
  }

  static String pathTo(String path, String key) {
    return path.isEmpty() ? shown(key) : path + "." + shown(key);
  }

  /**
   * A key for a message: its first word. Where the colon or the space behind it was forgotten, the
   * rest of the "key" may be a secret. A dot in the word is a check's id, whose target is shown.
   */
  static String shown(String key) {
    if (isPlain(key)) {
      return key;
    }
    String word = WORD.matcher(key).replaceFirst("$1");
    boolean whole = word.equals(key) || (word.contains(".") && key.startsWith(word + ":"));
    return whole && !key.isEmpty() ? clean(key) : word + "…";
  }

  /** What most keys are, seen without an expression: a file of 5,000 peers has 15,000 of them. */
  private static boolean isPlain(String key) {
    return !key.isEmpty()
        && key.length() <= LONGEST_QUOTE
        && key.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '_');
  }

  /**
   * A login in it is hidden, however badly it is written: with a slash in the password, without a
   * scheme, with one slash too few. Better too much than a secret.
   */
  private static String quote(String text) {
    String withoutLogin =
        text.replaceAll("(?s)//.*@", "//<secret>@")
            .replaceAll("(?s)(^|/)[^/:@]*:(?!//<secret>).*@", "$1<secret>@");
    return "'" + clean(withoutLogin) + "'";
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .forEach(
            point -> {
              if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                clean.append(String.format("\\u%04x", point));
              } else {
                clean.appendCodePoint(point);
              }
            });
    return text.codePointCount(0, text.length()) > LONGEST_QUOTE ? clean + "…" : clean.toString();
  }
}
