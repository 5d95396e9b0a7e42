package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The hosts file, for one question: is this machine's own name mapped to a loopback address? Only a
 * hint hangs on it, so a file that cannot be read is an empty one.
 */
public final class HostsFile {

  private HostsFile() {}

  /** Where the system keeps it. */
  public static Path of(Platform platform) {
    return switch (platform) {
      case WINDOWS -> Path.of("C:\\Windows\\System32\\drivers\\etc\\hosts");
      case LINUX, MACOS, OTHER -> Path.of("/etc/hosts");
    };
  }

  public static String read(Path file) {
    try {
      // Each byte stands for itself: a comment in another charset is no reason to give up.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
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
