package io.roomwatch.agent.yaml;

import java.util.List;
import java.util.Map;

/** What became of reading one file. */
public sealed interface Outcome<T> {

  /**
   * The file is good.
   *
   * @param effective the file as it counts: every default filled in, secrets redacted; maps, lists,
   *     strings, numbers and booleans
   * @param warnings what is allowed but unwise, by place
   */
  record Good<T>(T value, Map<String, Object> effective, List<Fault> warnings)
      implements Outcome<T> {
    public Good {
      warnings = List.copyOf(warnings);
    }

    /** Without the file's values, some of which are secret. */
    @Override
    public String toString() {
      return "Good[warnings=" + warnings + "]";
    }
  }

  /**
   * The file cannot be used.
   *
   * @param faults all of them, by place; at least one
   */
  record Bad<T>(List<Fault> faults) implements Outcome<T> {
    public Bad {
      faults = faults.stream().sorted().toList();
    }
  }
}
