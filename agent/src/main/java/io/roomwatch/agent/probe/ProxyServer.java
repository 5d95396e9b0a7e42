package io.roomwatch.agent.probe;

import java.util.Optional;

/**
 * An HTTP proxy and the credentials for it (Basic, RFC 7617). The password never shows in {@link
 * #toString}.
 */
public record ProxyServer(Target address, Optional<Credentials> credentials) {

  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return user + ":***";
    }
  }
}
