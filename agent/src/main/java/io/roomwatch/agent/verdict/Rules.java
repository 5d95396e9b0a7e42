package io.roomwatch.agent.verdict;

import java.util.List;
import java.util.stream.Stream;

/**
 * What each finding means and what to do about it, in the order of triage: service, this host,
 * local network, controller link, DNS, proxy and inspection, cloud ports, app. Preliminary: rules
 * are data and nothing else, so that a file can take their place.
 */
final class Rules {
  private Rules() {}

  /** The last one knows every finding. */
  static final List<Rule> IN_ORDER =
      Stream.of(
              NearRules.SERVICE,
              NearRules.HOST,
              NearRules.NET,
              FarRules.LINK,
              FarRules.CLOUD,
              FarRules.ROOM)
          .flatMap(List::stream)
          .toList();
}
