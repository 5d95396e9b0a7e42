package io.roomwatch.agent.web;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is needed of a request.
 *
 * @param form what a form sent; empty when the body is none
 */
public record Request(
    HttpMethod method,
    Target target,
    Map<String, List<String>> form,
    Wishes wishes,
    Client client) {

  /**
   * What its headers ask for.
   *
   * @param scrapeTimeout of {@code X-Prometheus-Scrape-Timeout-Seconds}; empty: not said
   */
  public record Wishes(String accept, boolean gzip, String scrapeTimeout) {}

  /** What is asked for. */
  public record Target(String path, Map<String, List<String>> query) {

    /** The last value of a parameter; empty when there is none. */
    public Optional<String> last(String name) {
      return Request.last(query, name);
    }
  }

  /**
   * Who asks.
   *
   * @param trusted sees everything and may change things
   * @param user who signed in; empty: nobody did
   * @param crossSite a browser sends it for a page of another site
   */
  public record Client(boolean trusted, Optional<String> user, boolean crossSite) {}

  public String scrapeTimeout() {
    return wishes.scrapeTimeout();
  }

  public String path() {
    return target.path();
  }

  /** The last value of a field of the form, without spaces around it; empty when there is none. */
  public String field(String name) {
    return last(form, name).map(String::strip).orElse("");
  }

  public boolean isRead() {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private static Optional<String> last(Map<String, List<String>> values, String name) {
    List<String> found = values.getOrDefault(name, List.of());
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
  }
}
