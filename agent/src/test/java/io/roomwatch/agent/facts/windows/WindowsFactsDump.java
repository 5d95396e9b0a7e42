package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.machine.MachineFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** Prints the facts of the Windows it runs on, one a line; a test of the packages starts it. */
final class WindowsFactsDump {

  private WindowsFactsDump() {}

  /** Takes the addresses that count as this machine's own. */
  public static void main(String[] own) throws IOException {
    Set<InetAddress> addresses = new HashSet<>();
    for (String address : own) {
      addresses.add(InetAddress.getByName(address));
    }
    WindowsFacts facts =
        new WindowsFacts(
            new WindowsRegistry(),
            new WindowsFacts.Sources(WindowsWlanApi::open, List::of, () -> addresses),
            Optional::empty);
    facts.proxies().forEach(source -> System.out.println("proxy " + source));
    System.out.println("firewall " + facts.firewall(9090));
    System.out.println("resolvers " + facts.resolvers());
    System.out.println("reboot " + facts.pendingReboot());
    System.out.println("wifi " + facts.wifi());
    System.out.println("missing " + new WindowsRegistry().key("HKLM\\SOFTWARE\\Roomwatch\\None"));
    ExecutorService threads = MachineFacts.threads();
    MachineFacts machine =
        MachineFacts.of(
            Platform.WINDOWS, Path.of("C:\\"), System.getenv(), System::nanoTime, threads);
    System.out.println("applications " + machine.applications());
    System.out.println("processes " + machine.processes());
    System.out.println("load " + machine.load());
    connections(machine);
    threads.shutdownNow();
  }

  /** One that listens, and both ends of a connection. */
  private static void connections(MachineFacts machine) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket listener = new ServerSocket(0, 1, loopback);
        Socket client = new Socket(loopback, listener.getLocalPort());
        Socket accepted = listener.accept()) {
      System.out.println("ports " + accepted.getLocalPort() + " " + client.getLocalPort());
      System.out.println("sockets " + machine.sockets(listener.getLocalPort()));
    }
  }
}
