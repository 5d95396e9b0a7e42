package io.roomwatch.agent.probe;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.http.Transfer;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Network;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * How fast bytes come from an HTTP server, or go to one: a GET whose answer is counted and thrown
 * away, or a POST of random bytes. It ends with the file, at the most bytes that are allowed, or
 * when its time is over, which is no failure: what has moved by then is what was measured.
 *
 * <p>Reasons: those of {@link HttpProbe}, {@code HTTP_STATUS} for an answer that is no 2xx.
 */
public final class ThroughputProbe {

  /** Which way the bytes go. */
  public enum Direction {
    DOWNLOAD,
    UPLOAD
  }

  /** Asked every second while bytes move, where blocking is allowed. */
  @FunctionalInterface
  public interface Guard {
    /**
     * @param bytes that have moved so far
     * @param since the first of them
     * @return why to stop; empty to go on
     */
    Optional<String> objection(long bytes, Duration since);
  }

  /**
   * @param mostBytes of the body; a download is cut there, give or take what is on its way
   * @param deadline for everything
   */
  public record Spec(
      URI uri,
      Direction direction,
      long mostBytes,
      Duration deadline,
      Optional<ProxyServer> proxy,
      Guard guard) {}

  /**
   * @param status empty when no answer came, which an upload that ran out of time does not wait for
   * @param bytes of the body that moved; of an upload those that have left this machine for sure
   * @param took from the first of them to the last
   * @param stopped what the guard said
   */
  public record Result(
      Outcome outcome, OptionalInt status, long bytes, Duration took, Optional<String> stopped) {}

  private final Network network;
  private final HttpProbe http;
  private final Random random;

  ThroughputProbe(Network network, HttpProbe http, Random random) {
    this.network = network;
    this.http = http;
    this.random = random;
  }

  CompletableFuture<Result> run(Spec spec) {
    return HttpProbe.Place.of(spec.uri())
        .map(place -> new Look(spec, place).start())
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Result(
                        new Outcome(Reason.ERROR, HttpProbe.NO_PLACE, List.of(), Duration.ZERO),
                        OptionalInt.empty(),
                        0,
                        Duration.ZERO,
                        Optional.empty())));
  }

  private final class Look extends Exchange<Result> {

    private final Spec spec;
    private final HttpProbe.Place place;
    private final Transfer transfer;

    Look(Spec spec, HttpProbe.Place place) {
      super(network, spec.deadline());
      this.spec = spec;
      this.place = place;
      this.transfer = new Transfer(this, spec);
    }

    @Override
    protected void begin() {
      http.open(this, place, spec.proxy(), this::send);
    }

    private void send(Channel channel) {
      byte[] noise = new byte[Transfer.PIECE];
      // Nothing on the way can make random bytes fewer.
      random.nextBytes(noise);
      transfer.send(channel, request(), noise);
    }

    private HttpRequest request() {
      return switch (spec.direction()) {
        case DOWNLOAD -> {
          HttpRequest get = http.request(place, spec.proxy(), HttpMethod.GET);
          get.headers().set(HttpHeaderNames.RANGE, "bytes=0-" + (spec.mostBytes() - 1));
          yield get;
        }
        case UPLOAD -> {
          HttpRequest post = http.request(place, spec.proxy(), HttpMethod.POST);
          post.headers()
              .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM);
          HttpUtil.setContentLength(post, spec.mostBytes());
          yield post;
        }
      };
    }

    @Override
    protected Result answer(Outcome outcome) {
      return transfer.result(outcome);
    }
  }
}
