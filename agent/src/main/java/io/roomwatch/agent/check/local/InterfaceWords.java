package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.observation.Reading;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** One interface as sentences and readings write it. */
final class InterfaceWords {

  private InterfaceWords() {}

  /** Empty when the driver does not say. */
  static OptionalDouble speed(NetInterface one) {
    return one.speedBitsPerSecond().isPresent() && one.speedBitsPerSecond().getAsLong() > 0
        ? OptionalDouble.of((double) one.speedBitsPerSecond().getAsLong())
        : OptionalDouble.empty();
  }

  /** {@code eth0 (wired, 1 Gbit/s)}. */
  static String described(NetInterface one) {
    OptionalDouble speed = speed(one);
    return one.name()
        + " ("
        + one.medium()
        + (speed.isPresent() ? ", " + Figures.speed(speed.getAsDouble()) : "")
        + ")";
  }

  static String addresses(NetInterface one) {
    List<String> usable =
        one.addresses().stream()
            .filter(subnet -> isUsable(subnet.address()))
            .map(InterfaceWords::written)
            .toList();
    return Figures.some(
        usable.isEmpty() ? one.addresses().stream().map(InterfaceWords::written).toList() : usable,
        3);
  }

  /** {@code 10.4.12.20/24}. */
  static String written(Subnet subnet) {
    return Addresses.text(subnet.address()) + "/" + subnet.prefixLength();
  }

  static boolean isUsable(InetAddress address) {
    return !address.isLinkLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isAnyLocalAddress();
  }

  static boolean hasUsableAddress(NetInterface one) {
    return one.addresses().stream().anyMatch(subnet -> isUsable(subnet.address()));
  }

  static boolean hasLinkLocal(NetInterface one) {
    return one.addresses().stream().anyMatch(subnet -> subnet.address().isLinkLocalAddress());
  }

  static Reading[] readings(NetInterface one, OptionalDouble errorsPerSecond) {
    List<Reading> readings = new ArrayList<>();
    readings.add(Reading.text("interface", one.name()));
    readings.add(Reading.text("medium", one.medium()));
    readings.add(Reading.flag("up", one.up()));
    readings.add(Reading.number("speed_bits_per_second", speed(one)));
    readings.add(
        Reading.texts("addresses", one.addresses().stream().map(InterfaceWords::written).toList()));
    readings.add(Reading.number("received_bytes", (double) one.counters().bytesReceived()));
    readings.add(Reading.number("sent_bytes", (double) one.counters().bytesSent()));
    readings.add(Reading.number("errors_in", (double) one.counters().errorsIn()));
    readings.add(Reading.number("errors_out", (double) one.counters().errorsOut()));
    readings.add(Reading.number("errors_per_second", errorsPerSecond));
    return readings.toArray(Reading[]::new);
  }
}
