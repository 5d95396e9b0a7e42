package io.roomwatch.agent.web.page;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.roomwatch.agent.maintenance.Attestations;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Silence;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.web.Answer;
import io.roomwatch.agent.web.Request;
import io.roomwatch.agent.web.Site;
import io.roomwatch.agent.yaml.Scalars;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** From a request for a page, or a form that was sent, to its answer. Blocks. */
public final class Pages {

  private static final String EXPIRED =
      "This form is too old, or did not come from this page. Nothing was done; please send it"
          + " again.";

  private final Site site;
  private final Tokens tokens;
  private final Told told = new Told();

  /**
   * @param random unpredictable
   */
  public Pages(Site site, InstantSource clock, RandomGenerator random) {
    this.site = site;
    this.tokens = new Tokens(clock, random);
  }

  /** The status page. */
  public Answer status(Request request) {
    View view = View.of(site);
    Optional<String> text = request.target().last("told").flatMap(told::text);
    boolean refresh = request.target().last("refresh").filter("off"::equals).isEmpty();
    return Answer.html(OK, new StatusPage(view, request.client().trusted()).page(text, refresh));
  }

  /** What anybody may see: states, and no word of what was seen. */
  public String forStrangers() {
    return StrangersPage.of(site.room().status(), site.room().zone());
  }

  /** Differs whenever the page would look different. */
  public String version() {
    return new StatusPage(View.of(site), true).digest();
  }

  /** A form, or what came of one; of a client that is trusted. */
  public Answer form(Request request) throws IOException {
    if (request.isRead()) {
      return request.path().equals("/attest") ? attestForm(request) : silenceForm(request);
    }
    if (request.client().crossSite()) {
      return Answer.text(FORBIDDEN, "only from a page of this agent");
    }
    return switch (request.path()) {
      case "/attest" -> attest(request);
      case "/silence" -> silence(request);
      default -> endSilence(request);
    };
  }

  private Answer attestForm(Request request) throws IOException {
    String item = request.target().last(AttestForm.ITEM).orElse("");
    return attestForm(request, item, OK, Optional.empty());
  }

  private Answer attestForm(
      Request request, String item, HttpResponseStatus status, Optional<String> refused)
      throws IOException {
    View view = View.now(site);
    Optional<ItemStatus> found = view.item(item);
    if (found.isEmpty()) {
      return Answer.text(NOT_FOUND, "there is no maintenance item of that name");
    }
    AttestForm form = new AttestForm(view, found.get(), site.records().offers(item));
    return Answer.html(status, form.page(given(request, refused)));
  }

  private Answer attest(Request request) throws IOException {
    String item = request.field(AttestForm.ITEM);
    Optional<Result> result = Result.of(request.field(AttestForm.RESULT));
    if (!tokens.isGood(request.field(Forms.TOKEN), request.client().user())) {
      return attestForm(request, item, FORBIDDEN, Optional.of(EXPIRED));
    }
    if (result.isEmpty()) {
      return attestForm(request, item, BAD_REQUEST, Optional.of("Choose a result."));
    }
    Attestations.Request wanted =
        new Attestations.Request(
            item, by(request), result.get(), request.field(AttestForm.NOTE), Optional.empty());
    try {
      return switch (site.desk().attest(wanted)) {
        case Attestations.Outcome.Refused refused ->
            attestForm(request, item, BAD_REQUEST, Optional.of(refused.why()));
        case Attestations.Outcome.Kept kept ->
            Answer.seeOther(told.path(String.join(" ", kept.happened()) + " " + kept.next()));
      };
    } catch (IOException e) {
      return attestForm(request, item, SERVICE_UNAVAILABLE, notKept(e));
    }
  }

  private Answer silenceForm(Request request) throws IOException {
    Optional<String> end = request.target().last(SilenceForm.END);
    return end.isPresent()
        ? endForm(request, end.get(), OK, Optional.empty())
        : silenceForm(request, OK, Optional.empty());
  }

  private Answer silenceForm(Request request, HttpResponseStatus status, Optional<String> refused) {
    return Answer.html(
        status,
        SilenceForm.begin(View.now(site), site.desk().silenceable(), given(request, refused)));
  }

  private Answer silence(Request request) {
    if (!tokens.isGood(request.field(Forms.TOKEN), request.client().user())) {
      return silenceForm(request, FORBIDDEN, Optional.of(EXPIRED));
    }
    Optional<Duration> lasts = Scalars.asDuration(request.field(SilenceForm.LASTS));
    if (lasts.isEmpty()) {
      return silenceForm(request, BAD_REQUEST, Optional.of("Say how long: 30m, 2h, 7d."));
    }
    String other = request.field(SilenceForm.OTHER);
    String id = other.isEmpty() ? request.field(SilenceForm.ID) : other;
    Silences.Request wanted =
        new Silences.Request(
            id.equals(SilenceForm.EVERYTHING) ? List.of() : List.of(id),
            lasts.get(),
            by(request),
            request.field(SilenceForm.REASON));
    try {
      return switch (site.desk().silence(wanted)) {
        case Silences.Outcome.Refused refused ->
            silenceForm(request, BAD_REQUEST, Optional.of(refused.why()));
        case Silences.Outcome.Done done ->
            Answer.seeOther(told.path("Nobody is told of " + done.silence().what() + " now."));
      };
    } catch (IOException e) {
      return silenceForm(request, SERVICE_UNAVAILABLE, notKept(e));
    }
  }

  private Answer endForm(
      Request request, String number, HttpResponseStatus status, Optional<String> refused)
      throws IOException {
    Optional<Silence> silence =
        site.records().silences().stream()
            .filter(one -> String.valueOf(one.id()).equals(number))
            .findFirst();
    return silence.isEmpty()
        ? Answer.text(NOT_FOUND, "there is no silence of that number in force")
        : Answer.html(
            status, SilenceForm.end(View.now(site), silence.get(), given(request, refused)));
  }

  private Answer endSilence(Request request) throws IOException {
    String number = request.field(SilenceForm.END);
    if (!tokens.isGood(request.field(Forms.TOKEN), request.client().user())) {
      return endForm(request, number, FORBIDDEN, Optional.of(EXPIRED));
    }
    if (!number.matches("[0-9]{1,18}")) {
      return Answer.text(BAD_REQUEST, "end: expected the number of a silence");
    }
    return switch (site.desk().endSilence(Long.parseLong(number), by(request))) {
      case Silences.Outcome.Refused refused ->
          endForm(request, number, BAD_REQUEST, Optional.of(refused.why()));
      case Silences.Outcome.Done done ->
          Answer.seeOther(told.path("The silence of " + done.silence().what() + " has ended."));
    };
  }

  private Forms.Given given(Request request, Optional<String> refused) {
    return new Forms.Given(request, tokens.make(request.client().user()), refused);
  }

  /** The name that was typed, and who signed in where that is somebody else. */
  private static String by(Request request) {
    String name = request.field(Forms.BY);
    return request
        .client()
        .user()
        .filter(user -> !user.equals(name))
        .map(user -> name.isEmpty() ? user : name + " (signed in as " + user + ")")
        .orElse(name);
  }

  private static Optional<String> notKept(IOException e) {
    return Optional.of("Nothing was kept: " + e.getMessage());
  }
}
