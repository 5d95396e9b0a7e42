package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Type.Read;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of one mapping, by key. */
public final class Values {
  private final Spot spot;
  private final IdentityHashMap<Key<?>, Read<?>> reads = new IdentityHashMap<>();
  private final Map<String, Object> plain = new LinkedHashMap<>();

  Values(Spot spot) {
    this.spot = spot;
  }

  /**
   * The value of a key that is required or has a default.
   *
   * @throws NoSuchElementException when it is neither, or was faulty
   */
  public <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new NoSuchElementException(key.name()));
  }

  /** The value of a key; empty when the file does not give it, or gave it wrongly. */
  // A key is only ever put together with a value of its own type.
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(Key<T> key) {
    @Nullable Read<?> read = reads.get(key);
    return read == null ? Optional.empty() : Optional.of((T) read.value());
  }

  /** Whether the file itself gives the key, or its {@code _file} twin. */
  public boolean has(Key<?> key) {
    return spot.written()
        && spot.entries()
            .map(
                found ->
                    gives(found, key.name()) || (key.hasTwin() && gives(found, key.twinName())))
            .orElse(false);
  }

  /** Nothing behind a key is as good as no key. */
  private static boolean gives(Map<String, Spot> found, String name) {
    @Nullable Spot given = found.get(name);
    return given != null && !given.isNull();
  }

  /** Where the value of a key stands, or the whole mapping when the file does not give it. */
  public Spot spot(Key<?> key) {
    boolean onlyTwin =
        key.hasTwin()
            && spot.entries()
                .map(found -> !found.containsKey(key.name()) && found.containsKey(key.twinName()))
                .orElse(false);
    return spot.at(onlyTwin ? key.twinName() : key.name());
  }

  public Surroundings surroundings() {
    return spot.session().surroundings();
  }

  <T> void put(Key<T> key, Read<T> read, String writtenAs, Object shown) {
    reads.put(key, read);
    plain.put(writtenAs, shown);
  }

  Map<String, Object> plain() {
    return plain;
  }
}
