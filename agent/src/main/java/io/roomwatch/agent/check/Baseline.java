package io.roomwatch.agent.check;

import java.util.List;
import java.util.Optional;

/**
 * What a person accepted as right, against which drift is measured, and who hears what is measured.
 * Asked from any thread; may block.
 */
@FunctionalInterface
public interface Baseline {

  /** The first day: nobody has accepted anything. */
  Baseline NONE_YET = name -> Optional.empty();

  /**
   * The accepted lines, in the form in which the check of that name measures them.
   *
   * @param name the check's id, {@code local.firewall}
   * @return empty when nothing has been accepted under that name
   */
  Optional<List<String>> accepted(String name);

  /**
   * Hears what a check measured at a look: the lines that a person may accept next. Nobody listens
   * unless this is overridden.
   *
   * @param name the check's id
   */
  default void measured(String name, List<String> lines) {}
}
