package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.observation.Reason;
import java.util.List;

/** A system that says what it was told to, and is unread for the rest. */
public final class FakeSystem implements SystemReaders {

  public List<TcpSocket> sockets = List.of();
  public List<Peripheral> peripherals = List.of();
  public Fact<String> hostName = none();
  public Fact<List<NetInterface>> interfaces = none();
  public Fact<HostLoad> load = none();

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
