package io.roomwatch.agent.config;

import io.roomwatch.agent.config.keys.PeerKeys;
import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Outcome;
import io.roomwatch.agent.yaml.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads roomwatch.yaml: a {@link Config}, or every fault in the file at once. */
public final class ConfigFile {
  /** A larger file is not a configuration. */
  public static final int MOST_BYTES = Document.MOST_BYTES;

  private static final String WINDOWS_DATA = "C:\\ProgramData";

  private final Surroundings surroundings;

  /**
   * @param hostName the default of {@code room.name}
   * @param environment where {@code ${NAME}} comes from, in secrets, sink URLs and paths of secrets
   */
  public ConfigFile(String hostName, Map<String, String> environment) {
    this.surroundings = new Surroundings(hostName, environment, Path.of(""));
  }

  /**
   * Where the file is when nobody names one: {@code %ProgramData%\Roomwatch\roomwatch.yaml} on
   * Windows, {@code /etc/roomwatch/roomwatch.yaml} elsewhere.
   *
   * @param osName the system property {@code os.name}
   */
  public static Path defaultLocation(String osName, Map<String, String> environment) {
    return osName.toLowerCase(Locale.ROOT).startsWith("windows")
        ? Path.of(
            environment.getOrDefault("ProgramData", WINDOWS_DATA), "Roomwatch", "roomwatch.yaml")
        : Path.of("/etc/roomwatch/roomwatch.yaml");
  }

  /** Reads a file that somebody named: a missing one is a fault. */
  public Outcome<Config> read(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Surroundings beside = folder == null ? surroundings : surroundings.in(folder);
    return finish(Document.read(file, ConfigKeys.CONFIG, beside));
  }

  /** Reads the file at the default location; without one, the defaults hold. */
  public Outcome<Config> readIfThere(Path file) {
    return isThere(file) ? read(file) : defaults();
  }

  /** Whether there is something of this name, and be it a link to nothing. */
  public static boolean isThere(Path file) {
    try {
      Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // There may be one, in a folder that we may not search: defaults would hide it.
      return true;
    }
  }

  /** What holds without any file: this machine is the room, the usual cloud, no sinks. */
  public Outcome<Config> defaults() {
    return parse("defaults", "");
  }

  /**
   * Reads a text; relative paths in it start at the working folder.
   *
   * @param name what faults call the file
   */
  public Outcome<Config> parse(String name, String text) {
    return finish(Document.parse(name, text, ConfigKeys.CONFIG, surroundings));
  }

  /** The effective file shows the peer that {@code room.device} implies. */
  private static Outcome<Config> finish(Outcome<Config> outcome) {
    return switch (outcome) {
      case Outcome.Bad<Config> bad -> bad;
      case Outcome.Good<Config> good -> {
        List<?> written =
            good.effective().get(ConfigKeys.PEERS.name()) instanceof List<?> list
                ? list
                : List.of();
        List<Object> peers = new ArrayList<>();
        List<Peer> all = good.value().peers();
        for (Peer peer : all.subList(0, all.size() - written.size())) {
          Map<String, Object> plain = new LinkedHashMap<>();
          plain.put(PeerKeys.NAME.name(), peer.name());
          plain.put(PeerKeys.ADDRESS.name(), peer.address());
          plain.put(PeerKeys.PORT.name(), peer.port());
          peers.add(plain);
        }
        peers.addAll(written);
        Map<String, Object> effective = new LinkedHashMap<>(good.effective());
        effective.put(ConfigKeys.PEERS.name(), peers);
        yield new Outcome.Good<>(good.value(), effective, good.warnings());
      }
    };
  }
}
