package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import java.util.List;
import java.util.Optional;

/**
 * One attempt, for any thread.
 *
 * @param items what it tells; empty when it only tells again
 */
record Job(
    Lane lane, Receiver receiver, Notice notice, Receiver.Attempt attempt, List<Item> items) {

  /** Tries; blocks for as long as the receiver allows itself. */
  Delivery attemptNow() {
    try {
      return receiver.deliver(notice, attempt);
    } catch (RuntimeException e) {
      // A fault of ours with one message to one sink: it stays, the others go on.
      return new Delivery.Later("a fault in this program: " + e, Optional.empty(), true);
    } catch (Error e) {
      // Such as a class that cannot be loaded, or no memory: the sink must not stay busy for ever.
      return new Delivery.Later(
          "a fault in this program: " + e.getClass().getSimpleName(), Optional.empty());
    }
  }
}
