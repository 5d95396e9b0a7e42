package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.closedPort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.DatagramBench.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.observation.Reason;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that may open no more files, in a JVM of its own with a low limit. */
final class OutOfFilesTest {

  @Test
  void probesSayThatThereIsNoSocketAndWorkAgainLater() throws IOException, InterruptedException {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell), "Skipped: no /bin/sh to set a limit with.");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                shell.toString(),
                "-c",
                "ulimit -n 128 && exec \"$0\" -Xmx128m -cp \"$1\" \"$2\"",
                java,
                System.getProperty("java.class.path"),
                OutOfFilesTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
  }

  /** Probes with, without, and again with files to be had. */
  public static void main(String[] args) throws IOException {
    try (DatagramBench bench = new DatagramBench();
        DatagramServer echo = new DatagramServer(FOUR, (request, n) -> List.of(request))) {
      UdpProbe probe = new UdpProbe(bench.network);
      UdpProbe.Spec spec = new UdpProbe.Spec(echo.target(), Duration.ofSeconds(5));
      assertEquals(Reason.OK, get(probe.run(spec)).outcome().reason());
      // Loads the classes of failures while files can be opened.
      UdpProbe.Spec closed = new UdpProbe.Spec(target(closedPort(FOUR)), spec.deadline());
      assertEquals(Reason.REFUSED, get(probe.run(closed)).outcome().reason());

      List<InputStream> files = takeAllFiles();
      CompletableFuture<UdpProbe.Result> result = new CompletableFuture<>();
      CompletableFuture<Boolean> onLoop =
          result.thenApply(any -> bench.network.loop().inEventLoop());
      // Passed on from the loop: attached here it might come after the end, and run on this thread.
      bench.network.loop().execute(() -> probe.run(spec).thenAccept(result::complete));
      boolean inLoop = get(onLoop);
      for (InputStream file : files) {
        file.close();
      }
      Outcome outcome = result.join().outcome();
      assertEquals(Reason.ERROR, outcome.reason(), outcome.toString());
      assertTrue(outcome.detail().startsWith("no socket: "), outcome.toString());
      assertTrue(inLoop, "completed off the event loop");
      assertEquals(Reason.OK, get(probe.run(spec)).outcome().reason());
    }
  }

  private static List<InputStream> takeAllFiles() {
    List<InputStream> files = new ArrayList<>();
    while (files.size() < 10_000) {
      try {
        files.add(new FileInputStream("/dev/null"));
      } catch (IOException e) {
        return files;
      }
    }
    throw new AssertionError("the limit does not limit");
  }
}
