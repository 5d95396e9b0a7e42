package io.roomwatch.agent.web.page;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/** The places on the path from the controller to Zoom, in its order: a stop, a stretch, a stop … */
enum Place {
  CONTROLLER("Controller", true),
  LINK("Controller to room", false),
  ROOM("Room", true),
  NETWORK("Room to gateway", false),
  GATEWAY("Gateway", true),
  BEYOND("Gateway to DNS and proxy", false),
  NAMES("DNS, proxy", true),
  CLOUD("DNS and proxy to Zoom", false),
  ZOOM("Zoom", true);

  private final String label;
  private final boolean stop;

  Place(String label, boolean stop) {
    this.label = label;
    this.stop = stop;
  }

  String label() {
    return label;
  }

  /** A stop, and not a stretch between two. */
  boolean isStop() {
    return stop;
  }

  /** The places that a kind of check sees. */
  static List<Place> seenBy(CheckKind kind) {
    return switch (kind) {
      case LINK_CONTROLLERS -> List.of(CONTROLLER, LINK);
      case LINK_FIREWALL, LINK_PEER, LINK_SUBNET, LINK_ISOLATION, PATH_STAMP -> List.of(LINK);
      case LINK_LISTENER,
          LOCAL_FIREWALL,
          LOCAL_CLOCK,
          LOCAL_HOST,
          ROOM_APP,
          ROOM_VERSION,
          ROOM_PERIPHERALS,
          ROOM_ACTIVATION ->
          List.of(ROOM);
      case LOCAL_INTERFACE, LOCAL_WIFI, LOCAL_VPN -> List.of(NETWORK);
      case LOCAL_GATEWAY -> List.of(GATEWAY);
      case CLOUD_DNS, CLOUD_PROXY, LOCAL_PROXY -> List.of(BEYOND, NAMES);
      case CLOUD_TCP, CLOUD_TLS, CLOUD_HTTPS, CLOUD_UDP, CLOUD_MEDIA, CLOUD_THROUGHPUT ->
          List.of(CLOUD);
      case CLOUD_STATUS -> List.of(ZOOM);
    };
  }

  /**
   * How it stands with one place.
   *
   * @param state empty: nothing watches it
   * @param part what it has to do with the verdict
   */
  record Standing(Place place, Optional<State> state, Part part) {

    /** For people: {@code Room to gateway: failed, broken here}. */
    String words() {
      return place.label()
          + ": "
          + state.map(State::label).orElse("not watched")
          + switch (part) {
            case CAUSE -> ", broken here";
            case CONSEQUENCE -> ", as a consequence";
            case NONE -> "";
          };
    }
  }

  /** What a place has to do with the verdict. */
  enum Part {
    CAUSE,
    CONSEQUENCE,
    NONE
  }

  /** How it stands with every place. */
  static List<Standing> standings(List<CheckStatus> checks, Verdict verdict) {
    return List.of(values()).stream().map(place -> place.standing(checks, verdict)).toList();
  }

  private Standing standing(List<CheckStatus> checks, Verdict verdict) {
    List<CheckStatus> seen =
        checks.stream().filter(one -> seenBy(one.check().kind()).contains(this)).toList();
    boolean cause =
        seen.stream().anyMatch(one -> verdict.because().contains(one.check()))
            && verdict.cause().state() != State.OK
            && verdict.cause().state() != State.UNKNOWN;
    boolean consequence =
        seen.stream().anyMatch(one -> verdict.consequences().contains(one.check()));
    Part part = cause ? Part.CAUSE : consequence ? Part.CONSEQUENCE : Part.NONE;
    return new Standing(this, state(seen, part), part);
  }

  /** What only informs does not turn a place red; a single good look makes it known. */
  private static Optional<State> state(List<CheckStatus> seen, Part part) {
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    for (State state : List.of(State.FAILED, State.DEGRADED)) {
      boolean counts =
          seen.stream()
              .filter(one -> one.state() == state)
              .anyMatch(one -> part != Part.NONE || one.check().kind().severity() != Severity.INFO);
      if (counts) {
        return Optional.of(state);
      }
    }
    return Optional.of(
        seen.stream().anyMatch(one -> one.state() == State.OK) ? State.OK : State.UNKNOWN);
  }
}
