package io.roomwatch.agent.probe;

/**
 * Where to connect: a name, resolved as this system does at every probe (a phase of its own), or an
 * address literal, perhaps with a zone ({@code fe80::1%eth0}) and without brackets.
 *
 * @param host no blanks, controls or slashes
 * @param port 1 to 65535
 */
public record Target(String host, int port) {
  public Target {
    boolean writable = host.chars().allMatch(c -> c > ' ' && c != '/' && c != 0x7f);
    if (host.isEmpty() || !writable || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a target: '" + host + "' port " + port);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
