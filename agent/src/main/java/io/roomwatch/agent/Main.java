package io.roomwatch.agent;

import io.roomwatch.agent.cli.Commands;
import io.roomwatch.agent.cli.ExitCode;
import io.roomwatch.agent.cli.Program;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.function.Supplier;

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
      code = run(() -> new Composition(System.getenv()), args, out, err);
    } finally {
      // Event loops would keep the JVM alive for ever.
      out.flush();
      err.flush();
      System.exit(code);
    }
  }

  /** Ends {@link #main} as a signal would; the host of a Windows service calls it. */
  public static void stop(String[] args) {
    Signals.raise("TERM");
  }

  /** Whatever happens becomes an exit code, and nothing that happens goes unsaid. */
  static int run(Supplier<Program> program, String[] args, PrintWriter out, PrintWriter err) {
    try {
      return Commands.run(program.get(), args, out, err);
    } catch (RuntimeException | Error e) {
      // Exceptions of a command are said further in; errors come this far.
      err.println("roomwatch: internal error, please report it: " + e);
      e.printStackTrace(err);
      return ExitCode.SOFTWARE;
    }
  }
}
