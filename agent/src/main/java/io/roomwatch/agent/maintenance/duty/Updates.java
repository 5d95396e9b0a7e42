package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.yaml.Scalars;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code monthly.updates}: the room's version, the versions declared for the controllers, and
 * whether the operating system waits for a restart. What nobody declared, a person has to look up.
 */
final class Updates implements Duty.Judge {

  @Override
  public Judgement judge(Knowledge known) {
    Optional<Belief> version = known.one(CheckKind.ROOM_VERSION);
    Optional<Belief> host = known.one(CheckKind.LOCAL_HOST);
    List<Belief> all = known.of(CheckKind.ROOM_VERSION, CheckKind.LOCAL_HOST);
    List<String> evidence = new ArrayList<>(all.stream().map(Belief::line).toList());
    evidence.addAll(Prefills.declared(known.config()));
    return conclude(known, version, host, evidence).restingOn(all);
  }

  private static Judgement conclude(
      Knowledge known, Optional<Belief> version, Optional<Belief> host, List<String> evidence) {
    Optional<Boolean> restart = host.flatMap(belief -> belief.flag("pending_reboot"));
    if (version.filter(Belief::bad).isPresent()) {
      return Judgement.of(Result.FAIL, version.get().text(), evidence);
    }
    if (restart.orElse(false)) {
      return Judgement.of(
          Result.FAIL, "A restart is pending to finish an update of this machine.", evidence);
    }
    if (version.filter(belief -> belief.state() == State.UNKNOWN).isPresent()) {
      return Judgement.of(Result.UNKNOWN, version.get().text(), evidence);
    }
    if (host.filter(belief -> belief.state() == State.UNKNOWN).isPresent()) {
      return Judgement.of(Result.UNKNOWN, host.get().text(), evidence);
    }
    List<String> open = open(known, version.isPresent(), restart.isPresent());
    return open.isEmpty()
        ? Judgement.of(
            Result.PASS,
            version.map(Belief::text).orElse("") + " No restart of this machine is pending.",
            evidence)
        : Judgement.of(
            Result.NEEDS_PERSON, "A person has to look: " + Phrases.list(open) + ".", evidence);
  }

  /** What cannot be known from here. */
  private static List<String> open(Knowledge known, boolean version, boolean restart) {
    List<String> open = new ArrayList<>();
    if (!version) {
      open.add("the room's version is not watched from this machine");
    }
    if (!restart) {
      open.add("whether this machine waits for a restart cannot be read here");
    }
    List<String> controllers = undeclared(known);
    if (!controllers.isEmpty()) {
      open.add("nobody declared the version of " + Phrases.list(controllers));
    }
    return open;
  }

  /**
   * Controllers, expected or seen, without a version under {@code room.version.controllers}. A
   * version declared for a name stands for one address, whichever that is.
   */
  private static List<String> undeclared(Knowledge known) {
    Config config = known.config();
    Map<String, String> declared = config.room().version().controllers();
    if (declared.isEmpty()) {
      return List.of("any controller (room.version.controllers)");
    }
    Set<String> addresses = new LinkedHashSet<>();
    config.room().controllers().stream().map(InetAddress::getHostAddress).forEach(addresses::add);
    known
        .one(CheckKind.LINK_CONTROLLERS)
        .ifPresent(seen -> addresses.addAll(seen.words("addresses")));
    long named = 0;
    for (String key : declared.keySet()) {
      Optional<String> address = Scalars.literal(key).map(InetAddress::getHostAddress);
      address.ifPresent(addresses::remove);
      named += address.isEmpty() ? 1 : 0;
    }
    return addresses.stream().skip(named).map(address -> "controller " + address).toList();
  }
}
