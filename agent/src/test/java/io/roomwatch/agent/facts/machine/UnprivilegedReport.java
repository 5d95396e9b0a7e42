package io.roomwatch.agent.facts.machine;

import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.reader.MachineFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** A program that prints what its user may read of this machine, one fact a line. */
final class UnprivilegedReport {
  private UnprivilegedReport() {}

  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    ExecutorService threads = MachineFacts.threads();
    Facts facts =
        MachineFacts.of(Platform.LINUX, Path.of("/"), Map.of(), System::nanoTime, threads);
    System.out.println("firewall " + facts.firewall(9090));
    System.out.println("sockets " + facts.sockets(port));
    System.out.println("routes " + facts.routes());
    System.out.println("file " + new MachineFiles(Path.of("/")).text(args[1]));
    System.out.println(
        "init "
            + facts
                .processes()
                .map(all -> all.stream().filter(one -> one.pid() == 1).findFirst().orElseThrow()));
    threads.shutdownNow();
  }
}
