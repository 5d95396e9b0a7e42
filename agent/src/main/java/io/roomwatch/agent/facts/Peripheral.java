package io.roomwatch.agent.facts;

/** One device of the room. No serial number: nothing here keeps one. */
public record Peripheral(Kind kind, String name) implements Comparable<Peripheral> {

  /** What it is for. */
  public enum Kind {
    CAMERA,
    MICROPHONE,
    SPEAKER,
    DISPLAY
  }

  @Override
  public int compareTo(Peripheral other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }
}
