package io.roomwatch.agent.web;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.roomwatch.agent.maintenance.ScheduleJson;
import io.roomwatch.agent.metrics.Metrics.Format;
import io.roomwatch.agent.web.Request.Target;
import io.roomwatch.agent.web.door.Guard;
import io.roomwatch.agent.web.page.Assets;
import io.roomwatch.agent.web.page.Pages;
import io.roomwatch.agent.yaml.Scalars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to what comes of it. Blocking and CPU-heavy: runs on a worker. */
final class Router {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private static final String STRANGER =
      "from this machine, or signed in: start the agent with --web.config.file";

  private static final String RELOAD = "/-/reload";
  private static final String LIVE = "/live";
  private static final String END_SILENCE = "/silence/end";

  /** Forms, which also take what they send. */
  private static final Set<String> FORMS = Set.of("/attest", "/silence");

  /** What is read. */
  private static final Set<String> DOCUMENTS =
      Set.of(
          "/",
          LIVE,
          "/metrics",
          "/api/v1/status",
          "/api/v1/events",
          "/api/v1/schedule",
          "/api/v1/alerts",
          "/probe",
          "/-/healthy",
          "/-/ready");

  private static final Duration USUAL_SINCE = Duration.ofDays(7);
  private static final int USUAL_EVENTS = 1_000;
  private static final int MOST_EVENTS = 10_000;

  /** A shorter body is sent as it is. */
  private static final int WORTH_ZIPPING = 1024;

  private final Site site;
  private final Pages pages;
  private final Function<Request, Answer> probe;

  Router(Site site, Pages pages, Function<Request, Answer> probe) {
    this.site = site;
    this.pages = pages;
    this.probe = probe;
  }

  Reply answer(Request request) {
    Reply reply;
    try {
      reply = route(request);
    } catch (IOException | RuntimeException e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      reply = new Reply.Whole(Answer.text(INTERNAL_SERVER_ERROR, "internal error, see the log"));
    }
    switch (reply) {
      case Reply.Whole whole ->
          site.metrics().answered(label(request.path()), whole.answer().status().code());
      case Reply.Live live -> site.metrics().answered(LIVE, OK.code());
    }
    return reply;
  }

  /** What was not let in is counted, too. */
  Reply refused(String path, Answer answer) {
    site.metrics().answered(label(path), answer.status().code());
    return new Reply.Whole(answer);
  }

  /** As our own metrics name a path; strangers cannot make series. */
  private static String label(String path) {
    if (Assets.at(path).isPresent()) {
      return Assets.FOLDER;
    }
    boolean known =
        DOCUMENTS.contains(path)
            || FORMS.contains(path)
            || path.equals(RELOAD)
            || path.equals(END_SILENCE);
    return known ? path : "other";
  }

  private Reply route(Request request) throws IOException {
    if (!request.client().trusted()
        && !Guard.isForStrangers(request.path())
        && Assets.at(request.path()).isEmpty()) {
      return new Reply.Whole(Answer.text(FORBIDDEN, STRANGER));
    }
    if (request.path().equals(LIVE) && request.method().equals(HttpMethod.GET)) {
      return new Reply.Live();
    }
    return new Reply.Whole(whole(request));
  }

  private Answer whole(Request request) throws IOException {
    String path = request.path();
    if (path.equals(RELOAD)) {
      return reload(request);
    }
    if (FORMS.contains(path) || path.equals(END_SILENCE)) {
      return form(request);
    }
    Optional<Answer> asset = Assets.at(path);
    if (asset.isEmpty() && !DOCUMENTS.contains(path)) {
      return Answer.text(NOT_FOUND, "not found");
    }
    if (!request.isRead()) {
      return Answer.notAllowed("GET, HEAD");
    }
    Answer answer = asset.isPresent() ? asset.get() : document(request);
    return request.wishes().gzip() ? zipped(answer) : answer;
  }

  private Answer document(Request request) throws IOException {
    return switch (request.path()) {
      case "/metrics" -> metrics(request);
      case "/api/v1/status" -> Answer.json(StatusJson.of(site.room().status()));
      case "/api/v1/events" -> events(request.target());
      case "/api/v1/alerts" -> Answer.json(AlertsJson.of(site.room().alerts()));
      case "/api/v1/schedule" -> Answer.json(ScheduleJson.of(site.room().schedule()));
      case "/probe" -> probe.apply(request);
      case "/-/healthy" -> Answer.text(OK, "Roomwatch is healthy.");
      case "/-/ready" -> ready();
      default ->
          request.client().trusted()
              ? pages.status(request)
              : Answer.html(OK, Guard.masked(pages.forStrangers()));
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
    return site.room()
        .unready()
        .map(why -> Answer.text(SERVICE_UNAVAILABLE, why))
        .orElseGet(() -> Answer.text(OK, "Roomwatch is ready."));
  }

  private Answer reload(Request request) {
    if (!request.method().equals(HttpMethod.POST) && !request.method().equals(HttpMethod.PUT)) {
      return Answer.notAllowed("POST, PUT");
    }
    if (request.client().crossSite()) {
      return Answer.text(FORBIDDEN, "not for a page of another site");
    }
    Optional<String> faults = site.desk().reload();
    return faults
        .map(text -> Answer.text(INTERNAL_SERVER_ERROR, "the old configuration stays:\n" + text))
        .orElseGet(() -> Answer.text(OK, "reloaded"));
  }

  private Answer form(Request request) throws IOException {
    boolean posts = request.method().equals(HttpMethod.POST);
    if (request.path().equals(END_SILENCE) ? !posts : !posts && !request.isRead()) {
      return Answer.notAllowed(request.path().equals(END_SILENCE) ? "POST" : "GET, HEAD, POST");
    }
    return pages.form(request);
  }

  private Answer metrics(Request request) throws IOException {
    Format format = site.metrics().negotiate(request.wishes().accept());
    ByteArrayOutputStream body = new ByteArrayOutputStream(64 * 1024);
    site.metrics().scrape(format, body);
    byte[] text =
        request.client().trusted()
            ? body.toByteArray()
            : Guard.masked(body.toString(UTF_8)).getBytes(UTF_8);
    return Answer.of(OK, site.metrics().contentType(format), text);
  }

  private static Answer zipped(Answer answer) throws IOException {
    if (answer.body().length < WORTH_ZIPPING) {
      return answer;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream(answer.body().length / 4);
    try (OutputStream out = new GZIPOutputStream(body)) {
      out.write(answer.body());
    }
    return new Answer(answer.status(), answer.contentType(), body.toByteArray(), answer.headers())
        .with(HttpHeaderNames.CONTENT_ENCODING, "gzip");
  }
}
