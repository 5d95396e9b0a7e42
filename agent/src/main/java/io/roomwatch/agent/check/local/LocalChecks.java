package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.facts.reader.HostsFile;
import io.roomwatch.agent.observation.CheckKind;
import java.util.List;
import java.util.concurrent.Executor;

/** The checks of this machine, in the order of {@link CheckKind}. */
public final class LocalChecks {

  /** Where facts are read after a probe: a virtual thread each, since that may block. */
  private static final Executor AFTER_PROBE =
      task -> Thread.ofVirtual().name("check-after-probe").start(task);

  private LocalChecks() {}

  /** All of them, whatever is configured. */
  public static List<Check> of(CheckContext context, Baseline baseline) {
    return List.of(
        new LocalInterface(context),
        new LocalGateway(context, AFTER_PROBE),
        new LocalWifi(context),
        new LocalVpn(context),
        new LocalProxy(context, HostsFile.of(context.facts().platform())),
        new LocalFirewall(context, baseline),
        new LocalClock(context),
        new LocalHost(context));
  }
}
