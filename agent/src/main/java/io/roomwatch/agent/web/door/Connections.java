package io.roomwatch.agent.web.door;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections there are, and which of them wait for their client. When there are too many, the
 * client that keeps the most of them waiting loses the one that has waited longest: a few hundred
 * that dribble in a byte now and then keep nobody out. Confined to the event loop.
 */
final class Connections {

  private final int most;
  private final Map<Channel, InetAddress> waiting = new LinkedHashMap<>();
  private int open;

  Connections(int most) {
    this.most = most;
  }

  /** Another one. Closes one that waits when there are too many, or this one when none does. */
  void opened(Channel channel, InetAddress from) {
    open++;
    channel
        .closeFuture()
        .addListener(
            closed -> {
              open--;
              waiting.remove(channel);
            });
    if (open > most) {
      @Nullable Channel victim = longestWaiting();
      (victim == null ? channel : victim).close();
    }
    if (channel.isOpen()) {
      waiting.put(channel, from);
    }
  }

  /** A request has come whole: it is our turn. */
  void asked(Channel channel) {
    waiting.remove(channel);
  }

  /** It is answered: the client's turn again. */
  void answered(Channel channel, InetAddress from) {
    if (channel.isOpen()) {
      waiting.put(channel, from);
    }
  }

  int open() {
    return open;
  }

  private @Nullable Channel longestWaiting() {
    Map<InetAddress, Integer> counts = new HashMap<>();
    waiting.values().forEach(from -> counts.merge(from, 1, Integer::sum));
    int largest = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Iterator<Map.Entry<Channel, InetAddress>> oldestFirst = waiting.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<Channel, InetAddress> one = oldestFirst.next();
      if (counts.getOrDefault(one.getValue(), 0) == largest) {
        oldestFirst.remove();
        return one.getKey();
      }
    }
    return null;
  }
}
