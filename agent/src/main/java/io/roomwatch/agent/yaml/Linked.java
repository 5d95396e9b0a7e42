package io.roomwatch.agent.yaml;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** The path of another YAML file, which is read at the same time; its faults are faults of both. */
public final class Linked<T> implements Type<T> {

  private static final Scalar<Path> PATH = Scalars.path();

  private final Supplier<Section<T>> root;

  /**
   * @param root what the other file holds, for one reading
   */
  public Linked(Supplier<Section<T>> root) {
    this.root = root;
  }

  Scalar<Path> path() {
    return PATH;
  }

  @Override
  public String label() {
    return PATH.label();
  }

  @Override
  public String expected() {
    return PATH.expected();
  }

  @Override
  public Optional<Read<T>> read(Spot spot) {
    return PATH.read(spot).flatMap(path -> read(path, spot));
  }

  private Optional<Read<T>> read(Read<Path> path, Spot spot) {
    Path folder = path.value().toAbsolutePath().getParent();
    Surroundings here = spot.session().surroundings();
    Surroundings there = folder == null ? here : here.in(folder);
    return switch (Document.read(path.value(), root.get(), there)) {
      case Outcome.Good<T> good -> {
        good.warnings().forEach(spot.session()::adoptWarning);
        yield Optional.of(new Read<>(good.value(), path.plain()));
      }
      case Outcome.Bad<T> bad -> {
        bad.faults().forEach(fault -> take(fault, spot));
        yield Optional.empty();
      }
    };
  }

  /** A file that cannot be read at all is a fault of whoever names it. */
  private static void take(Fault fault, Spot spot) {
    if (fault.position().isEmpty()) {
      spot.fault(fault.file() + " " + fault.message());
    } else {
      spot.session().adopt(fault);
    }
  }
}
