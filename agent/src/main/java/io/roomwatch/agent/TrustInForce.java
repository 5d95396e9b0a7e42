package io.roomwatch.agent;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Whom {@code /probe} trusts: read when it is first asked for, and when the file is another one.
 */
final class TrustInForce implements Supplier<SSLContext> {

  private final Supplier<Config> config;
  private Optional<Path> file = Optional.empty();
  private Optional<SSLContext> context = Optional.empty();

  TrustInForce(Supplier<Config> config) {
    this.config = config;
  }

  @Override
  public synchronized SSLContext get() {
    Optional<Path> wanted = config.get().cloud().caFile();
    if (context.isEmpty() || !wanted.equals(file)) {
      try {
        context = Optional.of(TrustAnchors.load(wanted.stream().toList()).clientContext());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      file = wanted;
    }
    return context.get();
  }
}
