package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.State;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * An item that holds when its checks are ok. Any check that is degraded or failed fails it. The
 * needed ones must be known; what only counts when it is known, such as a firewall that this user
 * may not read, is named where it is not.
 *
 * @param what what the checks watch, behind "nothing here watches"
 * @param asked the checks that must be watched, whatever the configuration made of them
 */
record Checks(
    String what,
    List<CheckId> asked,
    BiPredicate<Config, CheckId> needed,
    BiPredicate<Config, CheckId> counted)
    implements Duty.Judge {

  static Checks roomLink() {
    return new Checks(
        "the link between room and controllers",
        List.of(),
        kinds(
            CheckKind.LINK_LISTENER,
            CheckKind.LINK_CONTROLLERS,
            CheckKind.LINK_PEER,
            CheckKind.ROOM_APP),
        kinds(CheckKind.LINK_FIREWALL, CheckKind.LINK_SUBNET, CheckKind.LINK_ISOLATION));
  }

  static Checks vpn() {
    return new Checks(
        "for tunnels",
        List.of(),
        kinds(CheckKind.LOCAL_VPN, CheckKind.LINK_SUBNET),
        (config, check) -> false);
  }

  static Checks powerAndConnection() {
    BiPredicate<Config, CheckId> always =
        kinds(CheckKind.LOCAL_INTERFACE, CheckKind.LINK_CONTROLLERS, CheckKind.LINK_LISTENER);
    return new Checks(
        "the room device",
        List.of(),
        (config, check) -> always.test(config, check) || isDevice(config, check),
        (config, check) -> false);
  }

  /** All of these; an id without a target stands for all checks of its kind. */
  static Checks listed(List<CheckId> ids) {
    return new Checks(
        "what this item asks for",
        ids,
        (config, check) -> ids.stream().anyMatch(id -> covers(id, check)),
        (config, check) -> false);
  }

  private static BiPredicate<Config, CheckId> kinds(CheckKind... kinds) {
    Set<CheckKind> wanted = Set.of(kinds);
    return (config, check) -> wanted.contains(check.kind());
  }

  private static boolean covers(CheckId id, CheckId check) {
    return id.equals(check) || (id.target().isEmpty() && id.kind() == check.kind());
  }

  /** Whether this is the connect to the room device, of an agent that sits beside it. */
  private static boolean isDevice(Config config, CheckId check) {
    return check.kind() == CheckKind.LINK_PEER
        && config
            .room()
            .device()
            .map(InetAddress::getHostAddress)
            .filter(
                device ->
                    config.peers().stream()
                        .filter(peer -> check.target().filter(peer.name()::equals).isPresent())
                        .map(Peer::address)
                        .anyMatch(device::equals))
            .isPresent();
  }

  @Override
  public Judgement judge(Knowledge known) {
    List<Belief> must = known.where(check -> needed.test(known.config(), check));
    List<Belief> may = known.where(check -> counted.test(known.config(), check));
    List<Belief> all = new ArrayList<>(must);
    all.addAll(may);
    List<String> evidence = new ArrayList<>(all.stream().map(Belief::line).toList());
    List<String> unwatched =
        asked.stream()
            .filter(id -> known.where(check -> covers(id, check)).isEmpty())
            .map(CheckId::toString)
            .toList();
    unwatched.forEach(id -> evidence.add(id + " is not watched."));
    return conclude(must, may, unwatched, evidence).restingOn(all);
  }

  private Judgement conclude(
      List<Belief> must, List<Belief> may, List<String> unwatched, List<String> evidence) {
    List<Belief> bad = new ArrayList<>(must.stream().filter(Belief::bad).toList());
    bad.addAll(may.stream().filter(Belief::bad).toList());
    if (!bad.isEmpty()) {
      return Judgement.of(
          Result.FAIL, Phrases.some(bad.stream().map(Belief::line).toList()), evidence);
    }
    if (must.isEmpty() || !unwatched.isEmpty()) {
      String missing = unwatched.isEmpty() ? what : Phrases.list(unwatched);
      return Judgement.of(
          Result.NEEDS_PERSON,
          "Nothing here watches " + missing + ": a person has to look.",
          evidence);
    }
    List<Belief> unclear = unknown(must);
    if (!unclear.isEmpty()) {
      return Judgement.of(
          Result.UNKNOWN,
          "Not known: " + Phrases.some(unclear.stream().map(Belief::line).toList()),
          evidence);
    }
    List<Belief> left = unknown(may);
    String besides =
        left.isEmpty()
            ? "."
            : "; not known and not counted: "
                + Phrases.list(left.stream().map(one -> one.check().toString()).toList())
                + ".";
    int ok = must.size() + may.size() - left.size();
    return Judgement.of(
        Result.PASS,
        Phrases.count(ok, "check") + (ok == 1 ? " is" : " are") + " ok" + besides,
        evidence);
  }

  private static List<Belief> unknown(List<Belief> beliefs) {
    return beliefs.stream().filter(belief -> belief.state() == State.UNKNOWN).toList();
  }
}
