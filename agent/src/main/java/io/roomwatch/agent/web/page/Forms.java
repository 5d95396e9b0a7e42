package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.web.Request;
import java.util.Optional;
import java.util.function.Consumer;

/** What both forms have in common. They stand on pages of their own, which do not change. */
final class Forms {

  static final String TOKEN = "token";
  static final String BY = "by";

  private Forms() {}

  /**
   * What a form is filled in with.
   *
   * @param request the one that sent the form before, or asks for it
   * @param token to put into it
   * @param refused why what was sent was not taken
   */
  record Given(Request request, String token, Optional<String> refused) {

    /** Of the form that was sent, else of the path that asks for it. */
    String field(String name) {
      String sent = request.field(name);
      return sent.isEmpty() ? request.target().last(name).orElse("") : sent;
    }
  }

  static String page(View view, String title, Given given, Consumer<Html> body) {
    return Frame.page(
        new Frame.Around(
            title + " - " + view.status().room().name(),
            Optional.empty(),
            view.status().agent().version(),
            true),
        "",
        html -> {
          html.open("header")
              .element("h1", title)
              .element("p", view.status().room().name(), "class", "site")
              .close()
              .line()
              .open("main", "id", "main");
          given
              .refused()
              .ifPresent(why -> html.element("p", why, "class", "told refused", "role", "alert"));
          body.accept(html);
          html.open("p")
              .element("a", "Back to the status page", "href", "/")
              .close()
              .close()
              .line();
        });
  }

  /** A line to type. Who signed in is asked for no name again. */
  static void text(Html html, String name, String label, Given given, boolean required) {
    String typed = given.field(name);
    String value =
        typed.isEmpty() && name.equals(BY) ? given.request().client().user().orElse("") : typed;
    html.element("label", label, "for", name);
    if (required) {
      html.alone(
          "input",
          "type",
          "text",
          "id",
          name,
          "name",
          name,
          "value",
          value,
          "maxlength",
          "100",
          "required",
          "");
    } else {
      html.alone(
          "input", "type", "text", "id", name, "name", name, "value", value, "maxlength", "1000");
    }
  }

  /** One of several. */
  static void choice(Html html, String name, String value, String label, boolean chosen) {
    String id = name + "-" + value;
    html.open("label", "for", id);
    if (chosen) {
      html.alone("input", "type", "radio", "id", id, "name", name, "value", value, "checked", "");
    } else {
      html.alone("input", "type", "radio", "id", id, "name", name, "value", value);
    }
    html.text(" " + label).close();
  }
}
