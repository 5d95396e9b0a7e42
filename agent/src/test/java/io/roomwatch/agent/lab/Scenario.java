package io.roomwatch.agent.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One thing that happens in the lab, and what is to be said of it. Built by its own words:
 *
 * <pre>
 *   Scenario.beside("port 9090 is dropped by the room's firewall")
 *       .when(lab -> lab.filter("room", "input", "tcp dport 9090 drop"))
 *       .named("link.port-filtered", "2002", "2001", "ZP-491")
 *       .proof("link.peer:room", "timeout")
 * </pre>
 *
 * @param host from where it is looked at
 */
record Scenario(String fault, String host, Setup setup, List<Step> steps, Expected expected) {

  private static final String PAGE = "https://www.zoomstatus.com/api/v2/summary.json";

  /** Injects something. */
  interface Step {
    void on(FaultLab lab) throws Exception;
  }

  /**
   * What differs in the configuration, each as YAML.
   *
   * @param room more of {@code room}, with a comma before it
   * @param cloud of {@code cloud}, with a comma before it
   * @param page of {@code cloud.status}, with a comma before it
   * @param more whole sections
   * @param environment of the agent's process
   */
  record Setup(
      String room, String cloud, String page, String more, Map<String, String> environment) {}

  /**
   * What is to be said.
   *
   * @param verdict the verdict's id; {@code healthy} when nothing is to be found
   * @param codes the on-screen codes that it is consistent with, in their order
   * @param proofs the reasons of the checks that prove it, by check; expressions, for what the
   *     system tells depends on who is faster
   * @param visible findings of another cause: seen, and neither proof nor consequence
   * @param follows findings that are its consequences
   * @param quiet whether it is no fault: nothing may be failed
   */
  record Expected(
      String verdict,
      List<String> codes,
      Map<String, String> proofs,
      Map<String, String> visible,
      List<String> follows,
      boolean quiet) {}

  /** Looked at by an agent beside the room. */
  static Scenario beside(String fault) {
    return from(fault, "agent", "");
  }

  /** Looked at by an agent on the room's device itself. */
  static Scenario device(String fault) {
    return from(fault, "room", ", controllers: [" + Lab.CONTROLLER + "]");
  }

  private static Scenario from(String fault, String host, String room) {
    return new Scenario(
        fault,
        host,
        new Setup(room, ", proxy: none", "", "", Map.of()),
        List.of(),
        new Expected("", List.of(), Map.of(), Map.of(), List.of(), false));
  }

  Scenario when(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Scenario(fault, host, setup, List.copyOf(more), expected);
  }

  Scenario room(String yaml) {
    return with(new Setup(yaml, setup.cloud, setup.page, setup.more, setup.environment));
  }

  Scenario cloud(String yaml) {
    return with(new Setup(setup.room, yaml, setup.page, setup.more, setup.environment));
  }

  Scenario page(String yaml) {
    return with(new Setup(setup.room, setup.cloud, yaml, setup.more, setup.environment));
  }

  Scenario more(String yaml) {
    return with(new Setup(setup.room, setup.cloud, setup.page, yaml, setup.environment));
  }

  Scenario environment(Map<String, String> environment) {
    return with(new Setup(setup.room, setup.cloud, setup.page, setup.more, environment));
  }

  private Scenario with(Setup other) {
    return new Scenario(fault, host, other, steps, expected);
  }

  Scenario named(String verdict, String... codes) {
    return with(
        new Expected(
            verdict,
            List.of(codes),
            expected.proofs,
            expected.visible,
            expected.follows,
            expected.quiet));
  }

  /** Nothing is broken: the verdict is healthy, and no check failed. */
  Scenario quiet() {
    return with(new Expected("healthy", List.of(), Map.of(), Map.of(), List.of(), true));
  }

  /** Nothing is broken, but something is told as worse than it could be. */
  Scenario atMostDegraded(String verdict, String... codes) {
    return with(new Expected(verdict, List.of(codes), Map.of(), Map.of(), List.of(), true));
  }

  Scenario proof(String check, String reason) {
    return with(
        new Expected(
            expected.verdict,
            expected.codes,
            more(expected.proofs, check, reason),
            expected.visible,
            expected.follows,
            expected.quiet));
  }

  Scenario visible(String check, String reason) {
    return with(
        new Expected(
            expected.verdict,
            expected.codes,
            expected.proofs,
            more(expected.visible, check, reason),
            expected.follows,
            expected.quiet));
  }

  Scenario follows(String... checks) {
    return with(
        new Expected(
            expected.verdict,
            expected.codes,
            expected.proofs,
            expected.visible,
            List.of(checks),
            expected.quiet));
  }

  private Scenario with(Expected other) {
    return new Scenario(fault, host, setup, steps, other);
  }

  private static Map<String, String> more(Map<String, String> to, String key, String value) {
    Map<String, String> all = new java.util.LinkedHashMap<>(to);
    all.put(key, value);
    return java.util.Collections.unmodifiableMap(all);
  }

  /** The configuration of the agent. */
  String config(String anchors) {
    boolean beside = host.equals("agent");
    return """
    room: {name: Lab, site: lab, device: %s%s}
    cloud: {hosts: [zoom.us], ca_file: %s, ntp: pool.ntp.org, status: {url: "%s", fallback_url: "%s"%s}%s}
    %s
    %s
    """
        .formatted(
            beside ? Lab.ROOM : "self",
            setup.room,
            anchors,
            PAGE,
            PAGE,
            setup.page,
            setup.cloud,
            beside
                ? "peers: [{name: annex, address: %s}, {name: far, address: %s}]"
                    .formatted(FaultLab.ANNEX, FaultLab.FAR)
                : "",
            setup.more);
  }
}
