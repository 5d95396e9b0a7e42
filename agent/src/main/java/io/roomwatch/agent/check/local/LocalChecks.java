package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.AfterProbe;
import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.observation.CheckKind;
import java.util.List;

/** The checks of this machine, in the order of {@link CheckKind}. */
public final class LocalChecks {

  private LocalChecks() {}

  /** All of them, whatever is configured. */
  public static List<Check> of(CheckContext context, Baseline baseline) {
    return List.of(
        new LocalInterface(context),
        new LocalGateway(context, AfterProbe.THREADS),
        new LocalWifi(context),
        new LocalVpn(context),
        new LocalProxy(context),
        new LocalFirewall(context, baseline),
        new LocalClock(context),
        new LocalHost(context));
  }
}
