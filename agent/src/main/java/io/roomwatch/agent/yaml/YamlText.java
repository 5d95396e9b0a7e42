package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Fault.Position;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Between YAML text and SnakeYAML's nodes. Nothing is ever constructed from a tag. Messages are our
 * own: SnakeYAML's quote the text, which may be a secret.
 */
final class YamlText {
  /** A file longer than this is not ours: 5,000 peers take 400 kB. */
  static final int MOST_CHARACTERS = 4 << 20;

  private static final int MOST_ALIASES = 200;
  private static final int DEEPEST = 30;

  /** Read only, and so shared. */
  private static final Resolver TAGS = new Resolver();

  /** The tags that YAML gives by itself; any other was written by hand. */
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MAP,
          Tag.SEQ,
          Tag.MERGE);

  private YamlText() {}

  /**
   * The one document of a text. Empty after a fault, or when the text holds no document at all,
   * which is no fault.
   */
  static Optional<Node> compose(String text, Session session) {
    try {
      @Nullable Node node = nodes(text);
      if (node == null) {
        return Optional.empty();
      }
      new Lint(session).walk(node, "");
      return Optional.of(node);
    } catch (ReaderException e) {
      Position at = positionOf(text, e.getPosition());
      session.fault(at, "", String.format("the character U+%04X is not allowed", e.getCodePoint()));
    } catch (MarkedYAMLException e) {
      session.fault(markOf(e), "", explain(e));
    } catch (YAMLException e) {
      session.faultOfFile(limit(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  /** Read only, and so shared: the defaults of most keys that a file leaves out. */
  private static final Map<String, Node> EMPTY = Map.of("{}", parsed("{}"), "[]", parsed("[]"));

  /** The node of a text that stands in our own sources. */
  static Node fixed(String yaml) {
    @Nullable Node empty = EMPTY.get(yaml);
    return empty == null ? parsed(yaml) : empty;
  }

  private static Node parsed(String yaml) {
    return Objects.requireNonNull(nodes(yaml), yaml);
  }

  /** The maps, lists, strings, numbers and booleans of a text that stands in our own sources. */
  static Object fixedPlain(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  /** Maps, lists, strings, numbers and booleans as block YAML. */
  static String dump(Object plain) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndent(2);
    options.setIndentWithIndicator(true);
    options.setWidth(1000);
    options.setSplitLines(false);
    options.setAllowUnicode(true);
    Representer representer = new Representer(options);
    return new Yaml(new SafeConstructor(new LoaderOptions()), representer, options).dump(plain);
  }

  /** Where a code point of the text stands. */
  static Position positionOf(String text, int codePoint) {
    int end =
        text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
    int lineStart = text.lastIndexOf('\n', end - 1) + 1;
    int line = (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
    return new Position(line, text.codePointCount(lineStart, end) + 1);
  }

  /** Composes nodes only: {@code new Yaml()} would load all that makes Java objects of them. */
  private static @Nullable Node nodes(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setAllowRecursiveKeys(false);
    StreamReader reader = new StreamReader(text);
    return new Composer(new ParserImpl(reader, options), TAGS, options).getSingleNode();
  }

  private static Position markOf(MarkedYAMLException e) {
    @Nullable Mark problem = e.getProblemMark();
    @Nullable Mark context = e.getContextMark();
    // An open quote is best shown where it opens, not where the file ends.
    boolean atContext = context != null && (problem == null || contextOf(e).contains("quoted"));
    @Nullable Mark mark = atContext ? context : problem;
    return mark == null ? new Position(1, 1) : Spot.position(mark);
  }

  private static String contextOf(MarkedYAMLException e) {
    return e.getContext() == null ? "" : e.getContext();
  }

  /** SnakeYAML's problem without what it quotes. */
  private static String explain(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = contextOf(e);
    String both = context + " " + problem;
    if (both.contains("TAB")) {
      return "a tab cannot indent or separate in YAML; use spaces";
    }
    if (problem.contains("found another document")) {
      return "a second document begins here; the file holds one";
    }
    if (both.contains("alias")) {
      return "this alias has no anchor; put a value that begins with * or & in quotes";
    }
    if (problem.contains("mapping values are not allowed here")) {
      return "this ':' does not fit: is one missing on the line before, is the indentation wrong,"
          + " or does a value with ': ' need quotes?";
    }
    if (problem.contains("could not find expected ':'")) {
      return "expected 'key: value'; is the ':' or the space behind it missing?";
    }
    if (problem.contains("cannot start any token")) {
      return "this character cannot begin a value; put the value in quotes";
    }
    if (both.contains("quoted scalar") || both.contains("escape")) {
      return "a text in quotes is not closed, or has an unknown \\ escape";
    }
    if (context.contains("block mapping") || context.contains("block collection")) {
      return "wrong indentation: this does not fit the lines above";
    }
    @Nullable Mark opened = e.getContextMark();
    if (context.contains("flow") && opened != null) {
      return "expected ',' or the closing bracket of what opened on line " + (opened.getLine() + 1);
    }
    return "is not YAML here";
  }

  /** What SnakeYAML says without a place: one of its limits was passed. */
  private static String limit(String message) {
    if (message.contains("Nesting")) {
      return "is nested deeper than " + DEEPEST + " levels";
    }
    if (message.contains("aliases")) {
      return "has more than " + MOST_ALIASES + " aliases of lists and mappings";
    }
    return "is too large or too strange to be a configuration";
  }

  /** What the composer lets pass and we do not: duplicate keys, other keys than text, tags. */
  private static final class Lint {
    private final Session session;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Lint(Session session) {
      this.session = session;
    }

    void walk(Node node, String path) {
      if (!seen.add(node)) {
        return;
      }
      Position at = Spot.position(node.getStartMark());
      if (!PLAIN_TAGS.contains(node.getTag())) {
        session.fault(
            at, path, "tags (!…) are not supported; put a value that begins with ! in quotes");
      }
      if (node instanceof SequenceNode sequence) {
        int index = 0;
        for (Node element : sequence.getValue()) {
          walk(element, path + "[" + index++ + "]");
        }
      } else if (node instanceof MappingNode mapping) {
        Map<String, Position> keys = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          entry(tuple, path, keys);
        }
      }
    }

    private void entry(NodeTuple tuple, String path, Map<String, Position> keys) {
      Position at = Spot.position(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        session.fault(at, path, "a key is a word, not a list or a mapping");
        return;
      }
      String keyPath = Spot.pathTo(path, key.getValue());
      if (key.getTag().equals(Tag.MERGE)) {
        session.fault(at, path, "merge keys (<<) are not supported; write the keys out");
        return;
      }
      @Nullable Position first = keys.putIfAbsent(key.getValue(), at);
      if (first != null) {
        session.fault(at, keyPath, "given twice; first on line " + first.line());
      }
      walk(key, keyPath);
      walk(tuple.getValueNode(), keyPath);
    }
  }
}
