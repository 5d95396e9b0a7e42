package io.roomwatch.agent.observation;

/**
 * A limit of a kind of check, with its default; configuration may set another number.
 *
 * @param name snake_case, {@code <what>_<degraded|failed>_<unit>}: past it the check is degraded or
 *     failed
 * @param value the default, in {@code unit}
 */
public record Threshold(String name, double value, Unit unit) {

  /** What the number counts, and the numbers that make sense. */
  public enum Unit {
    SECONDS(0, 86_400),
    DAYS(0, 3_650),
    DBM(-120, 0),
    RATIO(0, 1),
    /** Megabits in a second. */
    MBPS(0, 10_000);

    private final double least;
    private final double most;

    Unit(double least, double most) {
      this.least = least;
      this.most = most;
    }

    /** The smallest value that configuration accepts. */
    public double least() {
      return least;
    }

    /** The largest value that configuration accepts. */
    public double most() {
      return most;
    }

    public String label() {
      return Labels.of(this);
    }
  }

  public Threshold {
    if (!name.endsWith("_" + unit.label())) {
      throw new IllegalArgumentException(name + " does not end with its unit " + unit.label());
    }
    if (value < unit.least() || value > unit.most()) {
      throw new IllegalArgumentException(name + " has a default out of range: " + value);
    }
  }
}
