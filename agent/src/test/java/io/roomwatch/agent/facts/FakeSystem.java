package io.roomwatch.agent.facts;

import io.roomwatch.agent.observation.Reason;
import java.util.List;

/** A system that says what it was told to, and is unread for the rest. */
final class FakeSystem implements SystemReaders {

  List<TcpSocket> sockets = List.of();
  List<Peripheral> peripherals = List.of();
  Fact<String> hostName = none();
  Fact<List<NetInterface>> interfaces = none();
  Fact<HostLoad> load = none();

  private static <T> Fact<T> none() {
    return Fact.unread(Reason.UNSUPPORTED, "not told");
  }

  @Override
  public Fact<String> hostName() {
    return hostName;
  }

  @Override
  public Fact<List<NetInterface>> interfaces() {
    return interfaces;
  }

  @Override
  public Fact<List<Route>> routes() {
    return none();
  }

  @Override
  public Fact<List<Neighbour>> neighbours() {
    return none();
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    return Fact.known(
        sockets.stream().filter(socket -> socket.local().getPort() == localPort).toList());
  }

  @Override
  public Fact<List<RunningProcess>> processes() {
    return none();
  }

  @Override
  public Fact<List<InstalledApplication>> applications() {
    return none();
  }

  @Override
  public Fact<List<Peripheral>> peripherals() {
    return Fact.known(peripherals);
  }

  @Override
  public Fact<HostLoad> load() {
    return load;
  }
}
