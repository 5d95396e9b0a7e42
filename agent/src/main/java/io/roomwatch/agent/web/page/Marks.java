package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.State;

/** How a state looks: a sign and a word; the colour of its class says the same once more. */
final class Marks {

  private Marks() {}

  static String sign(State state) {
    return switch (state) {
      case OK -> "✓";
      case DEGRADED -> "!";
      case FAILED -> "✕";
      case UNKNOWN -> "?";
    };
  }

  /** With a capital letter: {@code Failed}. */
  static String word(State state) {
    return switch (state) {
      case OK -> "OK";
      case DEGRADED -> "Degraded";
      case FAILED -> "Failed";
      case UNKNOWN -> "Unknown";
    };
  }

  /** {@code ✕ Failed}. */
  static void badge(Html html, State state) {
    html.open("span", "class", "badge " + state.label())
        .element("span", sign(state), "class", "sign", "aria-hidden", "true")
        .text(" " + word(state))
        .close();
  }
}
