package io.roomwatch.agent.facts.linux;

import static io.roomwatch.agent.facts.Fixture.text;

import io.roomwatch.agent.facts.HostileInput;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class HostileInputTest {

  private static Map<String, Consumer<String>> parsers() {
    Map<String, Consumer<String>> all = new LinkedHashMap<>();
    all.put("linux/namespace/route", t -> ProcNet.routes(t, ByteOrder.LITTLE_ENDIAN));
    all.put("linux/namespace/ipv6_route", ProcNet::routes6);
    all.put("linux/namespace/arp", ProcNet::arp);
    all.put("linux/namespace/ip-s-neigh", ProcNet::ipNeigh);
    all.put("linux/namespace/if_inet6", ProcNet::addresses6);
    all.put("linux/wireless", ProcNet::wireless);
    all.put("linux/iw-link", ProcNet::iwSignal);
    Consumer<String> rows =
        t -> t.lines().forEach(line -> ProcSockets.row(line, ByteOrder.LITTLE_ENDIAN));
    all.put("linux/namespace/tcp", rows);
    all.put("linux/namespace/tcp6", rows);
    all.put("linux/machine/uptime", ProcHost::uptime);
    all.put(
        "linux/machine/stat",
        t -> {
          ProcHost.ticks(t);
          ProcProcesses.boot(t);
        });
    all.put("linux/machine/meminfo", ProcHost::memory);
    all.put("linux/machine/mounts", ProcHost::disks);
    all.put("linux/machine/pid-stat", ProcProcesses::stat);
    all.put("linux/machine/pid-status", ProcProcesses::uid);
    all.put(
        "linux/machine/dpkg-status",
        t -> {
          LinuxApplications.Dpkg dpkg = new LinuxApplications.Dpkg();
          t.lines().forEach(dpkg::line);
          dpkg.end();
        });
    all.put("linux/dhcp/dhclient.leases", LeaseFiles::dhclient);
    all.put("linux/dhcp/networkd-lease", t -> LeaseFiles.networkd("eth0", t));
    all.put("linux/dhcp/networkmanager-device", t -> LeaseFiles.networkManager("eth0", t));
    all.put("linux/sound/cards", t -> LinuxPeripherals.sound(t, text("linux/sound/pcm")));
    all.put("linux/sound/pcm", t -> LinuxPeripherals.sound(text("linux/sound/cards"), t));
    return all;
  }

  @Test
  void garbledCapturesNeverThrow() {
    HostileInput.garbledCaptures(parsers());
  }

  @Test
  void hugeAndEmptyInputEndsSoon() {
    HostileInput.hugeAndEmpty(parsers());
  }

  @Test
  void garbledBytesNeverThrow() {
    HostileInput.texts(
        text -> ResolvConf.servers("nameserver " + text, name -> OptionalInt.empty()));
  }
}
