package io.roomwatch.agent.web.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of what a reader did, for the page that the browser goes to next. The newest few are
 * kept. Safe from any thread.
 */
final class Told {

  private static final int MOST = 32;

  private final Map<String, String> texts = new LinkedHashMap<>();
  private long number;

  /** Keeps a text; returns the path that shows it. */
  synchronized String path(String text) {
    String name = Long.toString(++number);
    texts.put(name, text);
    if (texts.size() > MOST) {
      texts.remove(texts.keySet().iterator().next());
    }
    return "/?told=" + name;
  }

  synchronized Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }
}
