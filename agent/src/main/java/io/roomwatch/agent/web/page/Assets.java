package io.roomwatch.agent.web.page;

import io.roomwatch.agent.web.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files that pages need beside them, from the program itself. Each has its digest in its URL.
 */
public enum Assets {
  STYLE("page.css", "text/css; charset=utf-8"),
  SCRIPT("page.js", "text/javascript; charset=utf-8"),
  ICON("icon.svg", "image/svg+xml");

  /** Where they all are. */
  public static final String FOLDER = "/page/";

  /** Asked for by browsers that show a document, and not a page. */
  private static final String USUAL_ICON = "/favicon.ico";

  @SuppressWarnings("ImmutableEnumChecker") // Read once, never changed, never handed out.
  private final byte[] content;

  private final String path;
  private final String type;

  Assets(String name, String type) {
    this.type = type;
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + name);
      }
      this.content = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int dot = name.indexOf('.');
    this.path = FOLDER + name.substring(0, dot) + "-" + Digest.of(content) + name.substring(dot);
  }

  String path() {
    return path;
  }

  /** The file of this path; empty when there is none. */
  public static Optional<Answer> at(String path) {
    return Arrays.stream(values())
        .filter(one -> one.path.equals(path) || (one == ICON && path.equals(USUAL_ICON)))
        .findFirst()
        .map(one -> Answer.lasting(one.type, one.content.clone()));
  }
}
