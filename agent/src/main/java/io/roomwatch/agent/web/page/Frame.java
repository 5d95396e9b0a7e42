package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import java.util.Optional;
import java.util.function.Consumer;

/** What all pages have around them. */
final class Frame {

  private Frame() {}

  /**
   * What stands above and below.
   *
   * @param title of the window
   * @param refresh seconds until the page loads itself again where scripts are off; empty: it does
   *     not, and no script runs either
   * @param version of this agent
   * @param documents whether the reader may see them
   */
  record Around(String title, Optional<Integer> refresh, String version, boolean documents) {}

  /** A whole document. */
  static String page(Around around, String digest, Consumer<Html> body) {
    Html html = new Html();
    // Without a version there is nothing to listen for: the script asks now and then.
    html.open("html", "lang", "en", "data-version", digest).line();
    html.open("head")
        .alone("meta", "charset", "utf-8")
        .alone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .alone("meta", "name", "color-scheme", "content", "light dark")
        .element("title", around.title())
        .alone("link", "rel", "icon", "href", Assets.ICON.path(), "type", "image/svg+xml")
        .alone("link", "rel", "stylesheet", "href", Assets.STYLE.path());
    around
        .refresh()
        .ifPresent(
            seconds -> {
              html.element("script", "", "src", Assets.SCRIPT.path(), "defer", "");
              html.open("noscript")
                  .alone("meta", "http-equiv", "refresh", "content", seconds.toString())
                  .close();
            });
    html.close().line().open("body").line();
    html.element("a", "Skip to the content", "class", "skip", "href", "#main").line();
    body.accept(html);
    html.open("footer").open("p").text("Roomwatch " + around.version() + ".");
    if (around.documents()) {
      documents(html);
    }
    html.close().close().line().close().close();
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  private static void documents(Html html) {
    html.text(" As documents: ");
    link(html, "status", "/api/v1/status");
    link(html, "events", "/api/v1/events");
    link(html, "schedule", "/api/v1/schedule");
    link(html, "alerts", "/api/v1/alerts");
    link(html, "metrics", "/metrics");
    link(html, "healthy", "/-/healthy");
    link(html, "ready", "/-/ready");
  }

  private static void link(Html html, String text, String href) {
    html.element("a", text, "href", href).text(" ");
  }
}
