package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Recent;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code cloud.media}: derived from {@code cloud.udp}, {@code cloud.tcp} and {@code cloud.proxy}:
 * media goes direct over UDP, falls back to TCP 443 (degraded, Zoom KB0061864), or is blocked.
 *
 * <p>A fall-back is concluded only from evidence against UDP: a port reported closed, or silence
 * where this instance had an answer before. Silence that was never broken stays unknown.
 *
 * <p>Reasons: {@code no-answer}, that of the closed UDP port for a fall-back, that of TCP 443 when
 * nothing is left, {@code not-found} when nothing has been looked at yet.
 */
final class CloudMedia implements Check {

  private final CheckContext context;
  private final Recent recent;
  private final Map<CheckId, Instant> answered = new ConcurrentHashMap<>();

  CloudMedia(CheckContext context) {
    this.context = context;
    this.recent = new Recent(context);
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.CLOUD_MEDIA);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(judge());
  }

  private Finding judge() {
    List<Observation> udp = recent.of(CheckKind.CLOUD_UDP);
    List<Observation> open = udp.stream().filter(CloudMedia::answers).toList();
    open.forEach(seen -> answered.put(seen.check(), seen.at()));
    if (!open.isEmpty()) {
      return direct(udp, open);
    }
    List<Observation> tcp = webPorts();
    Optional<String> fallback = fallback(tcp);
    if (fallback.isPresent()) {
      return fallenBack(udp, fallback.get());
    }
    Optional<Observation> shut =
        tcp.stream().filter(seen -> seen.finding().state() == State.FAILED).findFirst();
    return shut.map(seen -> blocked(udp, seen))
        .orElseGet(() -> notKnown(udp, tcp))
        .with(Reading.absent("way"));
  }

  /** No way was seen to be open, and none is proved to be shut. */
  private static Finding notKnown(List<Observation> udp, List<Observation> tcp) {
    if (udp.isEmpty() && tcp.isEmpty()) {
      return Finding.unknown(
          Reason.NOT_FOUND,
          "The way of media is not known: neither UDP nor TCP 443 has been looked at yet.");
    }
    String web =
        tcp.isEmpty()
            ? "TCP 443 has not been looked at yet"
            : Wording.list(targets(tcp)) + " cannot be reached directly, and another way may exist";
    return Finding.unknown(
        Reason.NO_ANSWER,
        "Whether media has a way cannot be told: " + state(udp) + "; " + web + ".");
  }

  private static Finding direct(List<Observation> udp, List<Observation> open) {
    List<Observation> closed = udp.stream().filter(CloudMedia::closed).toList();
    String text = "Media goes direct: " + Wording.list(targets(open)) + answer(open) + " over UDP";
    return Finding.ok(
            closed.isEmpty()
                ? text + "."
                : text + "; reported closed: " + Wording.list(targets(closed)) + ".")
        .with(Reading.text("way", "udp"));
  }

  private static String answer(List<Observation> open) {
    return open.size() == 1 ? " answers" : " answer";
  }

  private Finding fallenBack(List<Observation> udp, String fallback) {
    List<Observation> closed = udp.stream().filter(CloudMedia::closed).toList();
    if (!closed.isEmpty()) {
      return Finding.degraded(
              closed.get(0).finding().reason(),
              "Media falls back to "
                  + fallback
                  + ": over UDP "
                  + Wording.list(targets(closed))
                  + " cannot be used, so pictures and sound may suffer.")
          .with(Reading.text("way", "tcp"));
    }
    Optional<Instant> before =
        udp.stream()
            .map(seen -> answered.get(seen.check()))
            .filter(at -> at != null)
            .max(Comparator.naturalOrder());
    if (before.isPresent()) {
      Duration ago = Duration.between(before.get(), context.clock().instant());
      return Finding.degraded(
              Reason.NO_ANSWER,
              "Media most likely falls back to "
                  + fallback
                  + ": UDP answered until "
                  + Wording.duration(ago)
                  + " ago and is silent now.")
          .with(Reading.text("way", "tcp"));
    }
    return Finding.unknown(
            Reason.NO_ANSWER,
            "Whether media goes direct cannot be told: no UDP port answered, which proves nothing;"
                + " the fall-back, "
                + fallback
                + ", is open.")
        .with(Reading.absent("way"));
  }

  private static Finding blocked(List<Observation> udp, Observation shut) {
    return Finding.failed(
        shut.finding().reason(),
        "No way for media is left: "
            + shut.check().target().orElse("TCP 443")
            + " cannot be reached, and "
            + state(udp)
            + ".");
  }

  private static String state(List<Observation> udp) {
    if (udp.isEmpty()) {
      return "no UDP port is watched";
    }
    return udp.stream().anyMatch(CloudMedia::closed) ? "UDP is closed" : "UDP is silent";
  }

  private List<Observation> webPorts() {
    return recent.of(CheckKind.CLOUD_TCP).stream()
        .filter(seen -> seen.check().target().filter(name -> name.endsWith(":443")).isPresent())
        .toList();
  }

  /** What carries media when UDP does not, in words; empty when nothing is known to. */
  private Optional<String> fallback(List<Observation> tcp) {
    return tcp.stream()
        .filter(seen -> Recent.flag(seen, "open").orElse(false))
        .findFirst()
        .map(seen -> "TCP 443")
        .or(
            () ->
                recent
                    .of(CheckId.of(CheckKind.CLOUD_PROXY))
                    .filter(seen -> seen.finding().state() == State.OK)
                    .flatMap(seen -> Recent.text(seen, "proxy"))
                    .map(proxy -> "TCP 443 through the proxy " + proxy));
  }

  /** An answer, also one that is for information only. */
  private static boolean answers(Observation seen) {
    return Recent.value(seen, "rtt_seconds").isPresent();
  }

  private static boolean closed(Observation seen) {
    return seen.finding().state() == State.DEGRADED;
  }

  private static List<String> targets(List<Observation> seen) {
    return seen.stream().map(one -> one.check().target().orElse(one.check().toString())).toList();
  }
}
