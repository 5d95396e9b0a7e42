package io.roomwatch.agent.blackbox;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Answer;
import io.roomwatch.agent.web.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** From a request for {@code /probe} to its answer. Blocks for as long as the probe takes. */
public final class ProbePage {

  private static final Pattern HOST_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^:/\\s\\[\\]]+))(?::(\\d{1,5}))?");
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What Prometheus gets less than it gives us: the answer has a way to go. */
  private static final double OFFSET_SECONDS = 0.5;

  private static final int AT_ONCE = 16;

  private final Ground ground;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /**
   * What it stands on.
   *
   * @param targets as the configuration in force names them
   * @param status for what the checks saw
   * @param trust whom TLS trusts; asked on a worker
   * @param random unpredictable
   * @param userAgent product and version
   */
  public record Ground(
      Supplier<Targets> targets,
      Supplier<RoomStatus> status,
      Supplier<SSLContext> trust,
      Executor workers,
      LongSupplier nanoTime,
      RandomGenerator random,
      String userAgent) {}

  public ProbePage(Ground ground) {
    this.ground = ground;
  }

  public Answer answer(Request request) {
    Optional<Module> module = Module.of(request.target().last("module").orElse("http_2xx"));
    String target = request.target().last("target").orElse("");
    Optional<Duration> limit = limit(request.scrapeTimeout());
    if (module.isEmpty()) {
      return Answer.text(
          BAD_REQUEST, "Unknown module \"" + request.target().last("module").orElse("") + "\"");
    }
    if (target.isEmpty()) {
      return Answer.text(BAD_REQUEST, "Target parameter is missing");
    }
    if (limit.isEmpty()) {
      return Answer.text(
          BAD_REQUEST, "X-Prometheus-Scrape-Timeout-Seconds: expected a number of seconds");
    }
    Optional<Aim> aim = aim(module.get(), target);
    if (aim.isEmpty()) {
      return Answer.text(
          FORBIDDEN, "the configuration names no such target for " + module.get().label());
    }
    if (!places.tryAcquire()) {
      return Answer.text(SERVICE_UNAVAILABLE, "too many probes are under way")
          .with(HttpHeaderNames.RETRY_AFTER, "1");
    }
    try {
      String what = module.get().label() + " of " + target;
      Sheet sheet = probe(what, aim.get(), limit.get());
      boolean debug = request.target().last("debug").filter("true"::equals).isPresent();
      return debug
          ? Answer.text(OK, debug(sheet, module.get()))
          : Answer.of(OK, "text/plain; version=0.0.4; charset=utf-8", sheet.toString());
    } finally {
      places.release();
    }
  }

  private static String debug(Sheet sheet, Module module) {
    return "Logs for the probe:\n"
        + sheet.log()
        + "\n\n\nMetrics that would have been returned:\n"
        + sheet
        + "\n\n\nModule configuration:\n"
        + module.configuration();
  }

  private static Optional<Duration> limit(String header) {
    if (header.isEmpty()) {
      return Optional.of(LONGEST);
    }
    if (!header.matches("\\d{1,6}(\\.\\d{1,9})?")) {
      return Optional.empty();
    }
    double seconds = Double.parseDouble(header);
    double less = seconds > OFFSET_SECONDS ? seconds - OFFSET_SECONDS : seconds;
    return Optional.of(
        Duration.ofMillis((long) (Math.min(less, (double) LONGEST.toSeconds()) * 1000)));
  }

  private record Place(String host, int port) {

    static Optional<Place> of(String target, int usual) {
      Matcher parts = HOST_PORT.matcher(target);
      if (!parts.matches()) {
        return Optional.empty();
      }
      String host = parts.group(1) != null ? parts.group(1) : parts.group(2);
      int port = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
      return port >= 1 && port <= 65535 ? Optional.of(new Place(host, port)) : Optional.empty();
    }
  }

  /** What is done with a target; says whether it went well. */
  private interface Aim {
    boolean look(Look look) throws IOException;
  }

  /** Empty for a target that the configuration does not name. */
  private Optional<Aim> aim(Module module, String target) {
    Targets targets = ground.targets().get();
    return switch (module) {
      case TCP_CONNECT ->
          Place.of(target, 0)
              .filter(at -> allows(targets, at))
              .map(at -> look -> tcp(look, at, false));
      case TLS ->
          Place.of(target, 443)
              .filter(at -> allows(targets, at))
              .map(at -> look -> tcp(look, at, true));
      case HTTP_2XX ->
          uri(target)
              .filter(at -> targets.allows(HttpLook.host(at), HttpLook.port(at)))
              .map(at -> look -> http(look, at, targets));
      case DNS ->
          resolver(targets, target)
              .map(at -> look -> new DnsLook(look, ground.random()).run(at, targets.question()));
      case ZOOM_ROOM ->
          Optional.ofNullable(targets.rooms().get(target))
              .map(check -> look -> room(look.sheet(), check));
    };
  }

  private static boolean allows(Targets targets, Place at) {
    return targets.allows(at.host(), at.port());
  }

  /** A target without a scheme is one of HTTP, as blackbox_exporter has it. */
  private static Optional<URI> uri(String target) {
    boolean whole = target.startsWith("http://") || target.startsWith("https://");
    try {
      URI uri = new URI(whole ? target : "http://" + target);
      return uri.getRawUserInfo() == null && uri.getHost() != null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetSocketAddress> resolver(Targets targets, String target) {
    return Place.of(target, 53)
        .flatMap(
            at ->
                targets.resolvers().stream()
                    .filter(one -> one.getPort() == at.port())
                    .filter(one -> one.getAddress().getHostAddress().equals(at.host()))
                    .findFirst());
  }

  private Sheet probe(String what, Aim aim, Duration limit) {
    Sheet sheet = new Sheet();
    Look look = new Look(ground.nanoTime(), ground.workers(), limit, sheet);
    long began = look.now();
    boolean success = false;
    sheet.say("beginning " + what + ", " + limit.toMillis() + " ms");
    try {
      success = aim.look(look);
    } catch (IOException | RuntimeException e) {
      sheet.say("failed: " + e);
    }
    long took = look.now() - began;
    sheet.say((success ? "succeeded" : "failed") + " after " + took / 1_000_000 + " ms");
    sheet.set(
        "probe_duration_seconds",
        "Returns how long the probe took to complete in seconds",
        Sheet.seconds(took));
    sheet.set("probe_success", "Displays whether or not the probe was a success", success ? 1 : 0);
    return sheet;
  }

  private boolean http(Look look, URI at, Targets targets) throws IOException {
    return new HttpLook(look, ground.trust().get(), targets::allows, ground.userAgent()).run(at);
  }

  private boolean tcp(Look look, Place at, boolean tls) throws IOException {
    look.sheet().regex();
    try (Socket socket = look.connect(look.resolve(at.host()), at.port())) {
      if (tls) {
        look.handshake(socket, ground.trust().get(), at.host(), at.port()).close();
      }
      return true;
    }
  }

  /**
   * What the check of that peer saw last. Nothing is sent: port 9090 is asked every 15 seconds at
   * most, whoever scrapes.
   */
  private boolean room(Sheet sheet, CheckId check) {
    RoomStatus status = ground.status().get();
    Optional<CheckStatus> found =
        status.checks().stream().filter(one -> one.check().equals(check)).findFirst();
    Optional<Observation> latest = found.flatMap(CheckStatus::latest);
    sheet.say(
        latest.map(seen -> seen.finding().text()).orElse(check + " has not been looked at yet"));
    for (State state : State.values()) {
      boolean is = found.filter(one -> one.state() == state).isPresent();
      sheet.set(
          "probe_zoom_room_state",
          "1 for the confirmed state of the controller link, 0 for the other states",
          Sheet.label("state", state.label()),
          is ? 1 : 0);
    }
    latest.ifPresent(
        seen -> {
          sheet.set(
              "probe_zoom_room_reason_info",
              "Why the newest look found what it found; always 1",
              Sheet.label("reason", seen.finding().reason().label()),
              1);
          sheet.set(
              "probe_zoom_room_age_seconds",
              "How long ago the newest look ended",
              Duration.between(seen.at(), status.at()).toMillis() / 1e3);
        });
    return latest
        .filter(
            seen -> seen.finding().state() == State.OK || seen.finding().state() == State.DEGRADED)
        .isPresent();
  }
}
