package io.roomwatch.agent.web.door;

import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Fault;
import io.roomwatch.agent.yaml.Outcome;
import io.roomwatch.agent.yaml.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code --web.config.file} and the files that it names. */
public final class WebConfigFile {

  private final Path file;

  public WebConfigFile(Path file) {
    this.file = file;
  }

  /**
   * What is in force from now on.
   *
   * @param seen fingerprint of every file read
   */
  record Read(WebConfig config, Optional<TlsContexts.Served> tls, String seen) {}

  /**
   * @throws IOException every fault, one a line, each with its place
   */
  Read read() throws IOException {
    Path folder = Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElse(file);
    Surroundings surroundings = new Surroundings("", Map.of(), folder);
    return switch (Document.read(file, WebConfigKeys.FILE, surroundings)) {
      case Outcome.Bad<WebConfig> bad ->
          throw new IOException(
              bad.faults().stream().map(Fault::toString).collect(Collectors.joining("\n")));
      case Outcome.Good<WebConfig> good -> {
        WebConfig config = good.value();
        String seen = fingerprint(config);
        Optional<TlsContexts.Served> tls =
            config.tls().isPresent()
                ? Optional.of(TlsContexts.of(config.tls().get()))
                : Optional.empty();
        yield new Read(config, tls, seen);
      }
    };
  }

  /** The same for as long as the file and those that it names have the same content. */
  String fingerprint(WebConfig config) {
    List<Pem> parts = new ArrayList<>(List.of(new Pem.InFile(file)));
    config
        .tls()
        .ifPresent(
            tls -> {
              parts.add(tls.identity().certificate());
              parts.add(tls.identity().key());
              tls.clients().authorities().ifPresent(parts::add);
            });
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Pem one : parts) {
        byte[] content;
        try {
          content = one.bytes();
        } catch (IOException e) {
          content = new byte[] {0};
        }
        digest.update(
            (one + " " + content.length + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        digest.update(content);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
