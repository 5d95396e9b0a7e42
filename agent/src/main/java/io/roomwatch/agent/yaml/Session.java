package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Fault.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One reading of one file: what it may refer to, and what was found wrong so far. */
final class Session {
  private final String file;
  private final Surroundings surroundings;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> warnings = new ArrayList<>();

  Session(String file, Surroundings surroundings) {
    this.file = file;
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  void fault(Position at, String key, String message) {
    faults.add(new Fault(file, Optional.of(at), key, message));
  }

  void faultOfFile(String message) {
    faults.add(new Fault(file, Optional.empty(), "", message));
  }

  void warn(Position at, String key, String message) {
    warnings.add(new Fault(file, Optional.of(at), key, message));
  }

  /** A fault of another file that this one names. */
  void adopt(Fault fault) {
    faults.add(fault);
  }

  void adoptWarning(Fault warning) {
    warnings.add(warning);
  }

  int faultCount() {
    return faults.size();
  }

  List<Fault> faults() {
    return faults.stream().sorted().toList();
  }

  List<Fault> warnings() {
    return warnings.stream().sorted().toList();
  }
}
