package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.verdict.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A diagnosis in sentences. A code is told as consistent with what was found, never as its name.
 */
public final class Answer {

  private final Diagnosis diagnosis;

  public Answer(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** What came of it, one sentence after another; empty when nothing was asked. */
  public List<String> sentences() {
    List<String> said = new ArrayList<>();
    diagnosis
        .asked()
        .code()
        .filter(code -> diagnosis.code().isEmpty())
        .ifPresent(
            code ->
                said.add(
                    "What the code "
                        + code
                        + " means is not known here, and nothing is made up: the layers below tell"
                        + " what was measured. Note the exact text on the screen for Zoom's"
                        + " support."));
    diagnosis.asked().shownIp().map(this::shown).ifPresent(said::add);
    name().ifPresent(name -> said.add(standing(name)));
    if (diagnosis.asked().code().isEmpty()
        && (diagnosis.asked().screen().isPresent() || diagnosis.asked().doing().isPresent())) {
      said.add("A screen and what was done there order the hypotheses of a code; none was given.");
    }
    return said;
  }

  /** What a person can find out that no check can, and what would change the order. */
  public List<String> questions() {
    List<String> questions = new ArrayList<>();
    diagnosis.code().ifPresent(code -> questions.addAll(cases(code)));
    if (diagnosis.asked().shownIp().isEmpty()
        && diagnosis.code().filter(Answer::isLink).isPresent()) {
      questions.add(
          "Which address does the controller show as the room's? --shown-ip tells what it may"
              + " mean.");
    }
    diagnosis.suppositions().stream()
        .filter(one -> one.judgement().standing() == Standing.OPEN)
        .flatMap(one -> one.hypothesis().ask().stream())
        .distinct()
        .forEach(questions::add);
    return questions;
  }

  private static boolean isLink(Clue code) {
    return code.hypotheses().stream()
        .anyMatch(one -> one.test().checks().contains(CheckKind.LINK_PEER));
  }

  private List<String> cases(Clue code) {
    List<String> questions = new ArrayList<>();
    List<String> doings =
        code.contexts().stream()
            .flatMap(context -> context.doing().stream())
            .map(Doing::label)
            .distinct()
            .toList();
    List<String> screens =
        code.contexts().stream()
            .flatMap(context -> context.screen().stream())
            .map(Screen::label)
            .distinct()
            .toList();
    if (diagnosis.asked().doing().isEmpty() && !doings.isEmpty()) {
      questions.add(
          "What was being done? --doing " + String.join(" or ", doings) + " changes the order.");
    }
    if (diagnosis.asked().screen().isEmpty() && !screens.isEmpty()) {
      questions.add(
          "On which screen was it? --screen "
              + String.join(" or ", screens)
              + " changes the order.");
    }
    return questions;
  }

  /** What the technician saw, as a sentence names it; empty when nothing is known of it. */
  private Optional<String> name() {
    return Optional.of(
            Stream.of(diagnosis.code(), diagnosis.address())
                .flatMap(Optional::stream)
                .map(Clue::name)
                .toList())
        .filter(names -> !names.isEmpty())
        .map(names -> String.join(" and ", names));
  }

  private String standing(String name) {
    List<Supposition> all = diagnosis.suppositions();
    Supposition first = all.getFirst();
    long open = all.stream().filter(one -> one.judgement().standing() == Standing.OPEN).count();
    String sentence =
        switch (first.judgement().standing()) {
          case SUPPORTED ->
              "What was measured is consistent with " + name + ": " + first.hypothesis().says();
          case WEAK ->
              "Weak signs are consistent with "
                  + name
                  + ", and prove nothing: "
                  + first.hypothesis().says();
          case EXPLAINED ->
              "What fails is consistent with "
                  + name
                  + ", and follows from "
                  + diagnosis.seen().status().verdict().cause().id().label()
                  + ".";
          case OPEN ->
              "Nothing that was measured tells what is behind "
                  + name
                  + ": "
                  + open
                  + " of "
                  + all.size()
                  + " known causes are open.";
          case UNLIKELY ->
              "What was measured speaks against every known cause of "
                  + name
                  + ": it has passed, or there is another cause.";
        };
    return sentence + unrelated(name);
  }

  private String unrelated(String name) {
    Verdict verdict = diagnosis.seen().status().verdict();
    boolean found =
        verdict.cause().state() == State.FAILED || verdict.cause().state() == State.DEGRADED;
    return found && !diagnosis.explainsTheVerdict()
        ? " The verdict, "
            + verdict.cause().id().label()
            + ", is not among the known causes of "
            + name
            + "; repair it all the same."
        : "";
  }

  private String shown(InetAddress address) {
    if (diagnosis.address().isPresent()) {
      return diagnosis.address().get().says();
    }
    String text = address.getHostAddress();
    Map<String, String> measured = measured();
    Optional<String> known =
        measured.keySet().stream().filter(one -> isSame(one, address)).findFirst();
    return known.isPresent()
        ? text + " is the address that " + measured.get(known.get()) + " has."
        : measured.isEmpty()
            ? "No address of the room was measured: compare "
                + text
                + " with the one on the room's own display."
            : text
                + " is not among the addresses that were measured ("
                + String.join(", ", measured.keySet())
                + "): compare it with the one on the room's own display.";
  }

  /** Addresses of the room and of its peers, each with the check that knows it. */
  private Map<String, String> measured() {
    Map<String, String> measured = new LinkedHashMap<>();
    diagnosis
        .seen()
        .status()
        .checks()
        .forEach(
            status ->
                (switch (status.check().kind()) {
                      case LOCAL_INTERFACE ->
                          diagnosis.seen().onDevice()
                              ? Stream.of("addresses")
                              : Stream.<String>empty();
                      case LINK_PEER -> Stream.of("address");
                      default -> Stream.<String>empty();
                    })
                    .flatMap(
                        name ->
                            status.latest().stream()
                                .flatMap(seen -> seen.finding().value(name).stream()))
                    .flatMap(Answer::texts)
                    .forEach(text -> measured.putIfAbsent(bare(text), status.check().toString())));
    return measured;
  }

  private static Stream<String> texts(Value value) {
    return switch (value) {
      case Value.Text text -> Stream.of(text.value());
      case Value.Texts texts -> texts.values().stream();
      case Value.Measure measure -> Stream.empty();
      case Value.Flag flag -> Stream.empty();
      case Value.Absent absent -> Stream.empty();
    };
  }

  /** Addresses of IPv6 are written in more than one way. */
  private static boolean isSame(String text, InetAddress address) {
    try {
      // What begins with a digit or holds a colon is read as an address, and never looked up.
      return text.matches("[0-9].*|.*:.*") && InetAddress.getByName(text).equals(address);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Without the length of the network's prefix. */
  private static String bare(String address) {
    int slash = address.indexOf('/');
    return slash < 0 ? address : address.substring(0, slash);
  }
}
