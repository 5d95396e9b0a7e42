package io.roomwatch.agent.yaml;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing wrong with a file, in words for the person who wrote it. Never carries the value of a
 * secret.
 *
 * @param file the file as it was named
 * @param position empty when the fault is with the file as a whole: missing, unreadable
 * @param key the path of the key, {@code peers[0].port}; empty for the document itself
 * @param message what was expected and what was found
 */
public record Fault(String file, Optional<Position> position, String key, String message)
    implements Comparable<Fault> {

  /** Both count from 1; columns count code points. */
  public record Position(int line, int column) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byLine = Integer.compare(line, other.line);
      return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }
  }

  private static final Comparator<Fault> ORDER =
      Comparator.comparing(Fault::file)
          .thenComparing(fault -> fault.position.orElse(new Position(1, 1)))
          .thenComparing(Fault::key)
          .thenComparing(Fault::message);

  /** By file, and by place in it. */
  @Override
  public int compareTo(Fault other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line:column: key: message}; what is not known is left out. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(file);
    position.ifPresent(at -> line.append(':').append(at.line()).append(':').append(at.column()));
    if (!key.isEmpty()) {
      line.append(": ").append(key);
    }
    return line.append(": ").append(message).toString();
  }
}
