package io.roomwatch.agent.rules;

import io.roomwatch.agent.diagnosis.Codebook;
import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Outcome;
import io.roomwatch.agent.yaml.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** {@code codes.yaml} in the jar: what is known of on-screen codes. */
public final class CodesFile {
  private CodesFile() {}

  /** Read once, when first asked for. */
  private static final class Shipped {
    private static final Codebook DATA = load();
  }

  public static Codebook shipped() {
    return Shipped.DATA;
  }

  private static Codebook load() {
    String name = "codes.yaml";
    try (InputStream in = Objects.requireNonNull(CodesFile.class.getResourceAsStream(name), name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return switch (parse(name, text)) {
        case Outcome.Good<Codebook> good -> good.value();
        case Outcome.Bad<Codebook> bad -> throw new IllegalStateException(bad.faults().toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the text of such a file.
   *
   * @param name what faults call the file
   */
  static Outcome<Codebook> parse(String name, String text) {
    return Document.parse(name, text, CodeKeys.file(), new Surroundings("", Map.of(), Path.of("")));
  }
}
