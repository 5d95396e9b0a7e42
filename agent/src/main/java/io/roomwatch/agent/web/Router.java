package io.roomwatch.agent.web;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.netty.handler.codec.http.HttpMethod;
import io.roomwatch.agent.maintenance.ScheduleJson;
import io.roomwatch.agent.metrics.Metrics.Format;
import io.roomwatch.agent.yaml.Scalars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** From a request to its answer. Blocking and CPU-heavy: runs on a worker. */
final class Router {

  /**
   * What counts as one path in our own metrics; everything else is {@code other}, so that strangers
   * cannot make series.
   */
  private static final Set<String> PATHS =
      Set.of(
          "/",
          "/metrics",
          "/api/v1/status",
          "/api/v1/events",
          "/api/v1/schedule",
          "/api/v1/alerts",
          "/-/healthy",
          "/-/ready",
          "/-/reload");

  private static final Duration USUAL_SINCE = Duration.ofDays(7);
  private static final int USUAL_EVENTS = 1_000;
  private static final int MOST_EVENTS = 10_000;

  private final Site site;

  Router(Site site) {
    this.site = site;
  }

  /** What is needed of a request. */
  record Request(
      HttpMethod method, Target target, String accept, boolean acceptsGzip, Client client) {

    String path() {
      return target.path();
    }
  }

  /** What is asked for. */
  record Target(String path, Map<String, List<String>> query) {

    /** The last value of a parameter; empty when there is none. */
    Optional<String> last(String name) {
      List<String> values = query.getOrDefault(name, List.of());
      return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }
  }

  /**
   * Who asks.
   *
   * @param loopback the connection comes from this machine
   * @param crossSite the request carries an {@code Origin}: a browser sends it for a page, and no
   *     page of ours does
   */
  record Client(boolean loopback, boolean crossSite) {}

  Answer answer(Request request) {
    Answer answer;
    try {
      answer = route(request);
    } catch (IOException | RuntimeException e) {
      org.slf4j.LoggerFactory.getLogger(Router.class)
          .error("{} {} failed", request.method(), request.path(), e);
      answer = Answer.text(INTERNAL_SERVER_ERROR, "internal error, see the log");
    }
    site.metrics()
        .answered(
            PATHS.contains(request.path()) ? request.path() : "other", answer.status().code());
    return answer;
  }

  private Answer route(Request request) throws IOException {
    if (request.path().equals("/-/reload")) {
      return reload(request);
    }
    if (!PATHS.contains(request.path())) {
      return Answer.text(NOT_FOUND, "not found");
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Answer.notAllowed("GET, HEAD");
    }
    return switch (request.path()) {
      case "/metrics" -> metrics(request);
      case "/api/v1/status" -> Answer.json(StatusJson.of(site.status().get()));
      case "/api/v1/events" -> events(request.target());
      case "/api/v1/alerts" -> Answer.json(AlertsJson.of(site.alerts().get()));
      case "/api/v1/schedule" -> Answer.json(ScheduleJson.of(site.records().schedule()));
      case "/-/healthy" -> Answer.text(OK, "Roomwatch is healthy.");
      case "/-/ready" -> ready();
      default -> Answer.html(LandingPage.of(site.status().get()));
    };
  }

  /** {@code since}: a duration, 7d unless said; {@code limit}: so many of the newest. */
  private Answer events(Target target) {
    Optional<Duration> since =
        target.last("since").map(Scalars::asDuration).orElse(Optional.of(USUAL_SINCE));
    if (since.isEmpty()) {
      return Answer.text(BAD_REQUEST, "since: expected a duration (30s, 5m, 2h, 7d)");
    }
    Optional<Integer> limit =
        target.last("limit").map(Router::limit).orElse(Optional.of(USUAL_EVENTS));
    if (limit.isEmpty()) {
      return Answer.text(BAD_REQUEST, "limit: expected a whole number from 1 to " + MOST_EVENTS);
    }
    try {
      return Answer.json(EventsJson.of(site.records().events(since.get(), limit.get())));
    } catch (IOException e) {
      return Answer.text(SERVICE_UNAVAILABLE, "the journal cannot be read: " + e.getMessage());
    }
  }

  private static Optional<Integer> limit(String text) {
    return text.matches("[0-9]{1,5}")
        ? Optional.of(Integer.valueOf(text)).filter(n -> n >= 1 && n <= MOST_EVENTS)
        : Optional.empty();
  }

  private Answer ready() {
    return site.unready()
        .get()
        .map(why -> Answer.text(SERVICE_UNAVAILABLE, why))
        .orElseGet(() -> Answer.text(OK, "Roomwatch is ready."));
  }

  private Answer reload(Request request) {
    if (!request.method().equals(HttpMethod.POST) && !request.method().equals(HttpMethod.PUT)) {
      return Answer.notAllowed("POST, PUT");
    }
    if (!request.client().loopback() || request.client().crossSite()) {
      return Answer.text(FORBIDDEN, "reloading is allowed from this machine only");
    }
    Optional<String> faults = site.reload().get();
    return faults
        .map(text -> Answer.text(INTERNAL_SERVER_ERROR, "the old configuration stays:\n" + text))
        .orElseGet(() -> Answer.text(OK, "reloaded"));
  }

  private Answer metrics(Request request) throws IOException {
    Format format = site.metrics().negotiate(request.accept());
    ByteArrayOutputStream body = new ByteArrayOutputStream(32 * 1024);
    try (OutputStream out = request.acceptsGzip() ? new GZIPOutputStream(body) : body) {
      site.metrics().scrape(format, out);
    }
    return new Answer(
        OK, site.metrics().contentType(format), body.toByteArray(), request.acceptsGzip());
  }
}
