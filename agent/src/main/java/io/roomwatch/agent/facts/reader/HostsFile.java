package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosts file, for one question: is this machine's own name mapped to a loopback address? */
public final class HostsFile {

  /** A longer one blocks advertisements, and no room's machine needs that. */
  static final int LIMIT = 1 << 20;

  private HostsFile() {}

  /**
   * Where the system keeps it.
   *
   * @param root {@code /} but in tests; Windows has its own, in {@code SystemRoot}
   */
  public static Path of(Platform platform, Path root, Map<String, String> environment) {
    return switch (platform) {
      case WINDOWS ->
          Path.of(environment.getOrDefault("SystemRoot", "C:\\Windows"))
              .resolve("System32")
              .resolve("drivers")
              .resolve("etc")
              .resolve("hosts");
      case LINUX, MACOS, OTHER -> root.resolve("etc").resolve("hosts");
    };
  }

  /** All of it, or why not: {@code ERROR} also when it is longer than 1 MiB. */
  public static Fact<String> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      return bytes.length > LIMIT
          ? Fact.unread(Reason.ERROR, "The hosts file is larger than 1 MiB.")
          // Each byte stands for itself: a comment in another charset is no reason to give up.
          : Fact.known(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Fact.unread(Reason.NOT_FOUND, "There is no hosts file.");
    } catch (IOException e) {
      return Fact.unread(Reason.ERROR, "The hosts file cannot be read: " + e.getMessage());
    }
  }

  /** The loopback address that {@code text} gives to {@code name}, by whole or short name. */
  public static Optional<InetAddress> loopbackOf(String name, String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").trim())
        .map(line -> List.of(line.split("\\s+")))
        .filter(words -> words.stream().skip(1).anyMatch(word -> isName(word, name)))
        .flatMap(words -> Addresses.literal(words.get(0)).stream())
        .filter(InetAddress::isLoopbackAddress)
        .findFirst();
  }

  private static boolean isName(String word, String name) {
    List<String> forms = Arrays.asList(name, name.replaceFirst("\\..*", ""));
    return forms.stream().anyMatch(word::equalsIgnoreCase);
  }
}
