package io.roomwatch.agent.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void textsAndAttributesAreEscapedWhereTheyAreWritten() {
    Html html = new Html();
    html.open("p", "title", "\"><b>'&").text("<i>&amp;</i>").close();
    assertEquals(
        "<p title=\"&quot;&gt;&lt;b&gt;&#39;&amp;\">&lt;i&gt;&amp;amp;&lt;/i&gt;</p>",
        html.toString());
  }

  @Test
  void whatControlsATerminalOrTurnsTheWritingIsASpaceAndHalfACharacterAQuestionMark() {
    assertEquals("a b c d\ne", Html.escape("a\u0000b\u202ec\u2028d\ne"));
    assertEquals("? 😀 ?", Html.escape("\ud83d 😀 \ude00"));
  }

  @Test
  void whatIsOpenedIsClosed() {
    Html html = new Html().open("ul").element("li", "one").alone("br");
    assertThrows(IllegalStateException.class, html::toString);
    assertThrows(IllegalStateException.class, () -> new Html().add(html));
    assertEquals("<ul><li>one</li><br/></ul>", html.close().toString());
  }
}
