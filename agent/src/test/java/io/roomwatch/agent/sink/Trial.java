package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Sink;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One way for one kind of sink to succeed or fail, and how its receiver must take it.
 *
 * @param label of kind and way
 * @param end of the delivery
 * @param hint words that must stand in what it says
 * @param notBefore the wish that a {@code Later} must carry
 * @param limits of the receiver
 */
record Trial(
    String label,
    End end,
    String hint,
    Optional<Duration> notBefore,
    Surroundings.Limits limits,
    Opening opening) {

  /** How a delivery ends. */
  enum End {
    TAKEN,
    LATER,
    REJECTED;

    static End of(Delivery delivery) {
      return switch (delivery) {
        case Delivery.Taken taken -> TAKEN;
        case Delivery.Later later -> LATER;
        case Delivery.Rejected rejected -> REJECTED;
      };
    }
  }

  /** Sets the stage. */
  interface Opening {
    Stage open() throws Exception;
  }

  /**
   * A server, and a sink that points to it.
   *
   * @param secrets that were planted in the sink's configuration
   */
  record Stage(Sink sink, List<String> secrets, Closeable server) implements Closeable {
    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  static Trial of(String label, End end, String hint, Opening opening) {
    return new Trial(label, end, hint, Optional.empty(), Ground.PATIENT, opening);
  }

  Trial wishing(Duration wish) {
    return new Trial(label, end, hint, Optional.of(wish), limits, opening);
  }

  /** Lasts as long as the receiver's limits, which are therefore short. */
  Trial slow() {
    return new Trial(label, end, hint, notBefore, Ground.SHORT, opening);
  }
}
