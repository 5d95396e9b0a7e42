package io.roomwatch.agent.probe;

/**
 * Where to connect: a name, resolved as this system does at every probe (a phase of its own), or an
 * address literal.
 *
 * @param port 1 to 65535
 */
public record Target(String host, int port) {
  public Target {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a target: '" + host + "' port " + port);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
