package io.roomwatch.agent.service;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The system's own programs, run one after the other. */
public interface SystemPrograms {

  /**
   * @param said both streams together, without the last line's end
   */
  record Ended(int code, String said) {
    boolean well() {
      return code == 0;
    }
  }

  /**
   * Runs a program to its end, two minutes at most.
   *
   * @throws ServiceFault when it cannot be run, or does not end
   */
  Ended run(List<String> command) throws ServiceFault;

  /** Runs it and wants a good end. */
  default void must(List<String> command) throws ServiceFault {
    Ended ended = run(command);
    if (!ended.well()) {
      throw new ServiceFault(command.get(0) + " ended with " + ended.code() + ": " + ended.said());
    }
  }

  /** Those of this machine. */
  static SystemPrograms real() {
    return SystemPrograms::runHere;
  }

  private static Ended runHere(List<String> command) throws ServiceFault {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new ServiceFault(command.get(0) + " does not end");
      }
      return new Ended(process.exitValue(), said.strip());
    } catch (IOException e) {
      throw new ServiceFault(command.get(0) + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceFault("interrupted", e);
    }
  }
}
