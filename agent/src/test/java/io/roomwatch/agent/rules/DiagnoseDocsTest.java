package io.roomwatch.agent.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.diagnosis.Clue;
import io.roomwatch.agent.diagnosis.Doing;
import io.roomwatch.agent.diagnosis.Hypothesis;
import io.roomwatch.agent.diagnosis.Screen;
import io.roomwatch.agent.diagnosis.Standing;
import io.roomwatch.agent.diagnosis.Step;
import io.roomwatch.agent.docs.Generated;
import io.roomwatch.agent.verdict.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/diagnose.md} knows every code. {@code -Ddocs.update=true} rewrites its list. */
final class DiagnoseDocsTest {

  private static final Path DOC = Path.of("..", "docs", "diagnose.md");

  @Test
  void theListIsThatOfTheJar() throws IOException {
    Generated.part(DiagnoseDocsTest.class, DOC, list());
  }

  @Test
  void everyWordIsExplained() throws IOException {
    String page = Files.readString(DOC);
    Stream.of(
            Arrays.stream(Standing.values()).map(Standing::label),
            Arrays.stream(Step.values()).map(Step::label))
        .flatMap(labels -> labels)
        .forEach(label -> assertTrue(page.contains("`" + label + "`"), label));
    assertTrue(page.contains("`--screen " + joined(Screen.values()) + "`"));
    assertTrue(page.contains("`--doing " + joined(Doing.values()) + "`"));
  }

  private static String joined(Screen[] all) {
    return Arrays.stream(all).map(Screen::label).collect(Collectors.joining("\\|"));
  }

  private static String joined(Doing[] all) {
    return Arrays.stream(all).map(Doing::label).collect(Collectors.joining("\\|"));
  }

  private static String list() {
    StringBuilder text =
        new StringBuilder("\n| code | what is known | what may be behind it |\n|---|---|---|\n");
    for (Clue code : CodesFile.shipped().codes()) {
      text.append(
          "| %s | %s (%s) | %s |\n"
              .formatted(code.name(), code.says(), known(code.basis()), names(code.hypotheses())));
    }
    text.append(
        "\n| hypothesis | says | decided by | confidence | provenance |\n|---|---|---|---|---|\n");
    Stream.concat(
            CodesFile.shipped().codes().stream(),
            CodesFile.shipped().addresses().values().stream()
                .sorted((one, other) -> one.name().compareTo(other.name())))
        .flatMap(code -> code.hypotheses().stream())
        .distinct()
        .forEach(
            each ->
                text.append(
                    "| `%s` | %s | %s | %s | %s |\n"
                        .formatted(
                            each.name(),
                            each.says(),
                            each.test().checks().isEmpty()
                                ? "nobody measures it"
                                : each.test().checks().stream()
                                    .map(kind -> "`" + kind.id() + "`")
                                    .collect(Collectors.joining(", ")),
                            each.basis().confidence().label(),
                            known(each.basis()))));
    return text.append("\n").toString();
  }

  private static String names(List<Hypothesis> hypotheses) {
    return hypotheses.stream().map(one -> "`" + one.name() + "`").collect(Collectors.joining(", "));
  }

  private static String known(Rule.Basis basis) {
    return basis.provenance().label() + (basis.source().isEmpty() ? "" : ": " + basis.source());
  }
}
