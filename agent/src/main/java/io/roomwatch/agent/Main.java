package io.roomwatch.agent;

import io.roomwatch.agent.cli.Commands;
import io.roomwatch.agent.cli.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;

/** Turns argv into an exit code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Every probe asks anew: the JVM's own cache would hide an outage for 30 s, and its cure for
    // 10.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = ExitCode.SOFTWARE;
    try {
      code = Commands.run(new Composition(System.getenv()), args, out, err);
    } finally {
      // Event loops would keep the JVM alive for ever.
      out.flush();
      err.flush();
      System.exit(code);
    }
  }
}
