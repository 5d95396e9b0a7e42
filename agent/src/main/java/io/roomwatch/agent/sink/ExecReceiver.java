package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A program of the operator's, without a shell. It finds the webhook's JSON on its standard input
 * and little in its environment. Exit code 0: taken. 75 (EX_TEMPFAIL of sysexits.h) and too slow:
 * to be tried again. Any other, or no such program: to be tried again {@value #TRIES} times, for
 * most programs have one code for all failures.
 */
final class ExecReceiver implements Receiver {

  /** The JDK logs whole command lines here, at a fine level; arguments may be passwords. */
  private static final Logger COMMAND_LINES = Logger.getLogger("java.lang.ProcessBuilder");

  static {
    COMMAND_LINES.setLevel(Level.OFF);
  }

  private static final int TEMPORARY_FAILURE = 75;
  private static final int TRIES = 5;
  private static final int LONGEST_OUTPUT = 4096;

  /** From one look at its output to the next. */
  private static final long LOOK_MILLIS = 20;

  private static final int SWAP_LOOKS = 20;
  private static final long SWAP_NANOS = 1_000_000;

  private final Sink.Exec sink;
  private final Surroundings surroundings;

  ExecReceiver(Sink.Exec sink, Surroundings surroundings) {
    this.sink = sink;
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public Delivery deliver(Notice notice, Attempt attempt) {
    Path program = Path.of(sink.command().get(0));
    String what = String.valueOf(program.getFileName());
    Process process;
    try {
      process = start(notice);
    } catch (IOException e) {
      return sometimes(
          attempt, program + " cannot be started; check that it exists and may be executed");
    }
    try {
      feed(process.getOutputStream(), WebhookJson.of(notice, attempt));
      Output output = new Output(process.getInputStream());
      if (!ended(process, output)) {
        return new Delivery.Later(
            what + " was killed: it did not end in time" + output.said(), Optional.empty(), true);
      }
      int code = process.exitValue();
      String said = what + " ended with exit code " + code + output.said();
      return switch (code) {
        case 0 -> new Delivery.Taken(said);
        case TEMPORARY_FAILURE -> new Delivery.Later(said, Optional.empty(), true);
        default -> sometimes(attempt, said);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.Later("the agent stops", Optional.empty());
    } finally {
      kill(process);
    }
  }

  private static Delivery sometimes(Attempt attempt, String said) {
    return attempt.number() < TRIES
        ? new Delivery.Later(said, Optional.empty(), true)
        : new Delivery.Rejected(said + " (tried " + attempt.number() + " times)");
  }

  private Process start(Notice notice) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(sink.command()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", surroundings.machine().searchPath());
    environment.put("ROOMWATCH_STATUS", notice.status().label());
    environment.put("ROOMWATCH_KEY", notice.key());
    return builder.start();
  }

  /** Elsewhere: a program that does not read would stop us. */
  private void feed(OutputStream to, byte[] document) {
    surroundings
        .executor()
        .execute(
            () -> {
              try (to) {
                to.write(document);
              } catch (IOException e) {
                // It does not want to read all of it, which is its own affair.
              }
            });
  }

  private boolean ended(Process process, Output output) throws InterruptedException {
    for (long left = sink.timeout().toMillis(); left > 0; left -= LOOK_MILLIS) {
      boolean ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      boolean looked = output.look();
      if (ended) {
        // The JDK swaps the stream for what was left in it, and for a moment there is none.
        for (int again = 0; !looked && again < SWAP_LOOKS; again++) {
          LockSupport.parkNanos(SWAP_NANOS);
          looked = output.look();
        }
        return true;
      }
    }
    return false;
  }

  /** With all that it started: children first found, so that none is orphaned meanwhile. */
  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    while (!children.isEmpty()) {
      children.forEach(ProcessHandle::destroyForcibly);
      children = children.stream().flatMap(ProcessHandle::descendants).toList();
    }
  }

  /** The beginning of what it wrote. Never blocks: a child that lives on may hold the pipe open. */
  private static final class Output {
    private final InputStream from;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Output(InputStream from) {
      this.from = from;
    }

    /** Whether there was a stream to look at. */
    boolean look() {
      try {
        // Only what is there now: what never stops writing must not outlast the time-out.
        int there = from.available();
        while (there > 0) {
          byte[] read = from.readNBytes(Math.min(there, LONGEST_OUTPUT));
          kept.write(read, 0, Math.min(read.length, LONGEST_OUTPUT - kept.size()));
          if (read.length == 0) {
            return true;
          }
          there -= read.length;
        }
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    String said() {
      String text = kept.toString(StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "" : ". It says: " + text;
    }
  }
}
