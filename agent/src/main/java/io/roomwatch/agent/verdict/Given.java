package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What must hold besides a check's own state and reason for a sign to count. */
public enum Given {
  NOTHING_ELSE,
  /** The peer's host answered otherwise. */
  HOST_HEARD,
  /** The peer's host is known to be silent. */
  HOST_SILENT,
  /** The peer's host was not heard: silent, or it cannot be told. */
  HOST_NOT_HEARD,
  /** The peer is not known to be on this machine's own network. */
  BEHIND_GATEWAY,
  /** The way to the peer goes through a VPN. */
  THROUGH_VPN,
  /** It is about the same target as the cause. */
  SAME_TARGET,
  /** Something of the cloud was reached. */
  CLOUD_ANSWERS,
  /** TCP port 443 of the same host opened. */
  PORT_OPENS;

  /** The word for it in a file: {@code host-heard}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether this always holds where the other does. */
  public boolean isImpliedBy(Given other) {
    return this == NOTHING_ELSE
        || this == other
        || (this == HOST_NOT_HEARD && other == HOST_SILENT);
  }

  /**
   * @param because the cause's own evidence; empty when the sign is itself evidence
   */
  boolean holds(CheckStatus status, Scene scene, List<CheckStatus> because) {
    return switch (this) {
      case NOTHING_ELSE -> true;
      case HOST_HEARD -> heard(status).orElse(false);
      case HOST_SILENT -> !heard(status).orElse(true);
      case HOST_NOT_HEARD -> !heard(status).orElse(false);
      case BEHIND_GATEWAY ->
          !List.of("on-link", "self").contains(subnet(status, scene, "way").orElse(""));
      case THROUGH_VPN -> throughVpn(status, scene);
      case SAME_TARGET ->
          because.stream().anyMatch(one -> one.check().target().equals(status.check().target()));
      case CLOUD_ANSWERS -> scene.cloudAnswers();
      case PORT_OPENS -> opens(status, scene);
    };
  }

  private static Optional<Boolean> heard(CheckStatus status) {
    return Scene.flag(status, "host_answers");
  }

  private static Optional<CheckStatus> subnet(CheckStatus status, Scene scene) {
    return status
        .check()
        .target()
        .flatMap(target -> scene.status(CheckId.of(CheckKind.LINK_SUBNET, target)));
  }

  private static Optional<String> subnet(CheckStatus status, Scene scene, String reading) {
    return subnet(status, scene).flatMap(found -> Scene.text(found, reading));
  }

  private static boolean opens(CheckStatus status, Scene scene) {
    return status
        .check()
        .target()
        .flatMap(host -> scene.status(CheckId.of(CheckKind.CLOUD_TCP, host + ":443")))
        .flatMap(port -> Scene.flag(port, "open"))
        .orElse(false);
  }

  private static boolean throughVpn(CheckStatus status, Scene scene) {
    return subnet(status, scene)
        .filter(
            found ->
                (Scene.isFinding(found) && found.reason() == Reason.VIA_VPN)
                    || Scene.flag(found, "vpn").orElse(false))
        .isPresent();
  }
}
