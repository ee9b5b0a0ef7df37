package dev.darkroom.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.quarkus.runtime.Application;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobrunr.configuration.JobRunr;
import org.sqlite.SQLiteJDBCLoader;

/** What was measured on, and with which versions; without the names of folders. */
final class Machine {
  private static final Pattern CPU = Pattern.compile("(?m)^model name\\s*: (.*)$");

  private Machine() {}

  /** A list in Markdown, without a line end behind it. */
  static String words(Path folder) throws IOException {
    return String.join(
        "\n",
        List.of(
            "- Machine: %s, %d cores, %d GB, %s %s, %s"
                .formatted(
                    cpu(),
                    Runtime.getRuntime().availableProcessors(),
                    Math.round(memoryBytes() / (double) (1 << 30)),
                    System.getProperty("os.name"),
                    System.getProperty("os.version"),
                    Files.getFileStore(folder).type()),
            "- Versions: JDK %s, Quarkus %s, SQLite by sqlite-jdbc %s, db-scheduler %s, JobRunr %s"
                .formatted(
                    Runtime.version(),
                    Application.class.getPackage().getImplementationVersion(),
                    SQLiteJDBCLoader.getVersion(),
                    version(Scheduler.class),
                    version(JobRunr.class))));
  }

  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.exists(info)) {
      Matcher model = CPU.matcher(Files.readString(info));
      if (model.find()) {
        return model.group(1);
      }
    }
    return System.getProperty("os.arch").toLowerCase(Locale.ROOT);
  }

  private static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }

  /** From the name of the jar, as not every manifest tells it. */
  private static String version(Class<?> part) {
    String jar = part.getProtectionDomain().getCodeSource().getLocation().getPath();
    Matcher version = Pattern.compile("-(\\d[^/]*)\\.jar$").matcher(jar);
    return version.find() ? version.group(1) : "unknown";
  }
}
