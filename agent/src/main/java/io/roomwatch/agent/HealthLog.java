package io.roomwatch.agent;

import io.roomwatch.agent.health.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what became of a check. */
final class HealthLog {

  private static final Logger LOG = LoggerFactory.getLogger(HealthLog.class);

  private HealthLog() {}

  static void say(Change change) {
    switch (change) {
      case Change.Became became ->
          LOG.info(
              "{} was {}, is {} ({}): {}",
              became.check(),
              became.from().label(),
              became.to().label(),
              became.reason().label(),
              became.text());
      case Change.Reasoned reasoned ->
          LOG.info(
              "{} is {} for another reason: was {}, is {}",
              reasoned.check(),
              reasoned.state().label(),
              reasoned.from().label(),
              reasoned.to().label());
      case Change.Flapping flapping ->
          LOG.info(
              "{} {}", flapping.check(), flapping.flapping() ? "is flapping" : "is steady again");
    }
  }
}
