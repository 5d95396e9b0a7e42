package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.http.HttpGet;
import io.roomwatch.agent.probe.http.StatusPageReader;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Network;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The summary of an Atlassian Statuspage, {@code /api/v2/summary.json}
 * (https://www.zoomstatus.com/api, read 2026-11).
 *
 * <p>Reasons: those of {@link HttpProbe}, {@code HTTP_STATUS} (not 200; redirects are not
 * followed), {@code ERROR} (not that JSON, or more than 2 MiB of it).
 */
public final class StatusPageProbe {

  private static final int BODY_BYTES = 2 * 1024 * 1024;

  private final Network network;
  private final HttpProbe http;

  StatusPageProbe(Network network, HttpProbe http) {
    this.network = network;
    this.http = http;
  }

  public record Spec(URI uri, Duration deadline, Optional<ProxyServer> proxy) {}

  /** Component status, best to worst; {@code UNDER_MAINTENANCE} is announced and apart. */
  public enum Health {
    OPERATIONAL,
    UNDER_MAINTENANCE,
    /** The page uses a word that is none of the others: not operational, and no worse known. */
    UNKNOWN,
    DEGRADED_PERFORMANCE,
    PARTIAL_OUTAGE,
    MAJOR_OUTAGE
  }

  /** A component that is not a group. */
  public record Component(String name, Health health) {}

  /**
   * One that the page lists as not yet resolved.
   *
   * @param impact {@code none}, {@code minor}, {@code major}, {@code critical}, as the page says
   */
  public record Incident(
      String name, String impact, String status, Optional<Instant> since, List<String> components) {
    public Incident {
      components = List.copyOf(components);
    }
  }

  /**
   * @param indicator {@code none}, {@code minor}, {@code major}, {@code critical}, as the page says
   * @param updated the page's own time stamp, empty when it has none
   */
  public record Page(
      String indicator,
      Optional<Instant> updated,
      List<Component> components,
      List<Incident> incidents) {
    public Page {
      components = List.copyOf(components);
      incidents = List.copyOf(incidents);
    }
  }

  public record Result(Outcome outcome, Optional<Page> page) {}

  CompletableFuture<Result> run(Spec spec) {
    return new Look(spec).start();
  }

  private final class Look extends Exchange<Result> {

    private final Spec spec;
    private final HttpGet.Answer answer = new HttpGet.Answer(BODY_BYTES);
    private Optional<Page> page = Optional.empty();

    Look(Spec spec) {
      super(network, spec.deadline());
      this.spec = spec;
    }

    @Override
    protected void begin() {
      Optional<HttpProbe.Place> place = HttpProbe.Place.of(spec.uri());
      if (place.isEmpty()) {
        end(Reason.ERROR, HttpProbe.NO_PLACE);
        return;
      }
      HttpProbe.Get get = new HttpProbe.Get(place.get(), spec.deadline(), spec.proxy(), BODY_BYTES);
      http.fetch(this, get, answer, this::read);
    }

    private void read() {
      int status = answer.status().orElseThrow();
      if (status != 200) {
        end(Reason.HTTP_STATUS, "HTTP " + status);
      } else if (answer.isTruncated()) {
        end(Reason.ERROR, "the page is longer than " + BODY_BYTES + " bytes");
      } else {
        within(
            left(), () -> end(Reason.ERROR, "this machine was too busy to read the page in time"));
        byte[] json = answer.body();
        aside(() -> StatusPageReader.read(json), this::understood);
      }
    }

    private void understood(Optional<Page> found) {
      page = found;
      if (found.isPresent()) {
        end(Reason.OK, "HTTP 200");
      } else {
        end(Reason.ERROR, "the answer is not the summary of a status page");
      }
    }

    @Override
    protected Result answer(Outcome outcome) {
      return new Result(outcome, page);
    }
  }
}
