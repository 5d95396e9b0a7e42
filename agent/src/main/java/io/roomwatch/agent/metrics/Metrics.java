package io.roomwatch.agent.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The registry: our meters by one collector, the JVM's and the process's by Micrometer. A scrape
 * takes some milliseconds of CPU: not on an event loop.
 */
public final class Metrics implements AutoCloseable {

  private static final Pattern NOT_ACCEPTED =
      Pattern.compile(";\\s*q\\s*=\\s*0(\\.0*)?\\s*(;|$)", Pattern.CASE_INSENSITIVE);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

  /**
   * @param scenes the state to render, asked once per scrape
   * @param looks what is counted over all looks
   */
  public Metrics(Supplier<Scene> scenes, CheckMeters looks) {
    registry.getPrometheusRegistry().register(new SceneCollector(scenes, looks));
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, each -> each.getProcessCpuTime() / 1e9)
          .description("User and system CPU time of this process.")
          .baseUnit("seconds")
          .register(registry);
    }
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    openFiles();
    Path memory = Path.of("/proc/self/statm");
    if (Files.isReadable(memory)) {
      Gauge.builder("process.resident.memory", memory, Metrics::residentBytes)
          .description("Resident memory size.")
          .baseUnit("bytes")
          // Nobody else holds the path: by default a gauge whose subject was collected shows NaN.
          .strongReference(true)
          .register(registry);
    }
  }

  /** The names that every Prometheus client library gives these, beside Micrometer's own. */
  private void openFiles() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      Gauge.builder("process.open.fds", unix, each -> (double) each.getOpenFileDescriptorCount())
          .description("Number of open file descriptors.")
          .register(registry);
      Gauge.builder("process.max.fds", unix, each -> (double) each.getMaxFileDescriptorCount())
          .description("Maximum number of open file descriptors.")
          .register(registry);
    }
  }

  /** How a scrape is written. */
  public enum Format {
    /** Prometheus text 0.0.4. */
    TEXT,
    /** OpenMetrics 1.0. */
    OPEN_METRICS
  }

  /**
   * The format to answer an {@code Accept} header with: OpenMetrics only when it is asked for by
   * name, as Prometheus does; an empty header, browsers and curl get text.
   */
  public Format negotiate(String accept) {
    return Arrays.stream(accept.split(",", -1)).anyMatch(this::isOpenMetrics)
        ? Format.OPEN_METRICS
        : Format.TEXT;
  }

  /** One media range; a weight of 0 means "anything but" (RFC 9110 section 12.4.2). */
  private boolean isOpenMetrics(String range) {
    return openMetrics.accepts(range) && !NOT_ACCEPTED.matcher(range).find();
  }

  /** The {@code Content-Type} of a format. */
  public String contentType(Format format) {
    return writer(format).getContentType();
  }

  /** Writes every meter. */
  public void scrape(Format format, OutputStream out) throws IOException {
    writer(format).write(out, registry.getPrometheusRegistry().scrape());
  }

  /** Counts one HTTP answer of our own server. */
  public void answered(String path, int status) {
    Counter.builder(Meter.HTTP_REQUESTS_TOTAL.baseName())
        .description(Meter.HTTP_REQUESTS_TOTAL.help())
        .tag("path", path)
        .tag("code", Integer.toString(status))
        .register(registry)
        .increment();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }

  private ExpositionFormatWriter writer(Format format) {
    return switch (format) {
      case TEXT -> text;
      case OPEN_METRICS -> openMetrics;
    };
  }

  /** Resident pages of proc_pid_statm(5), 4 KiB each on the platforms we ship for. */
  private static double residentBytes(Path statm) {
    try {
      return Double.parseDouble(Files.readString(statm).split(" ", -1)[1]) * 4096;
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
