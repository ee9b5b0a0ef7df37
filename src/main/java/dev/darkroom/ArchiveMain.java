package dev.darkroom;

import dev.darkroom.StartChecks.StartException;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Export;
import dev.darkroom.archive.Import;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.jobs.StoreException;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rows to a file and back: {@code ./darkroom export FILE}, {@code ./darkroom import FILE}. The
 * store is the one that the server would use.
 */
public final class ArchiveMain {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int ABOVE_ALL = 1000;

  private ArchiveMain() {}

  /** Ends with 0 if it is done; otherwise says in one line why not. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), Map.of(), System.out, System.err));
  }

  /**
   * One command.
   *
   * @param settings that count more than those of the environment, by their full names
   */
  static int run(
      List<String> args, Map<String, String> settings, PrintStream out, PrintStream err) {
    if (args.size() != 2 || !List.of("export", "import").contains(args.getFirst())) {
      err.println("Usage: ./darkroom export FILE, or ./darkroom import FILE");
      return USAGE;
    }
    try {
      out.println(run(args.getFirst(), Path.of(args.getLast()), read(settings), err));
      return 0;
    } catch (ArchiveException | StartException | ConfigValidationException e) {
      err.println(line(e.getMessage()));
    } catch (StoreException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      err.println(line("%s: %s. Run it again.".formatted(e.getMessage(), cause.getMessage())));
    } catch (RuntimeException e) {
      // What nobody foresaw, as a file that is no database: its class may say more than its words.
      err.println(line("The %s failed: %s".formatted(args.getFirst(), e)));
    }
    return FAILED;
  }

  private static String line(@Nullable String words) {
    return String.valueOf(words).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String run(String command, Path file, SmallRyeConfig settings, PrintStream err) {
    InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
    Path folder = settings.getConfigMapping(DarkroomSettings.class).dataDir();
    SurrealSettings surreal = settings.getConfigMapping(SurrealSettings.class);
    try (DataFolder data = DataFolder.take(folder);
        Stores stores = Stores.choose(surreal, data, clock)) {
      return command.equals("export")
          ? Export.run(stores.archive(), file, clock.instant(), err::println)
          : Import.run(stores.archive(), file, err::println);
    }
  }

  /** As the server reads them. */
  private static SmallRyeConfig read(Map<String, String> more) {
    return ConfigUtils.configBuilder()
        .withSources(new PropertiesConfigSource(more, "command", ABOVE_ALL))
        .withMapping(DarkroomSettings.class)
        .withMapping(SurrealSettings.class)
        // Those of other rooms begin with the same word.
        .withValidateUnknown(false)
        .build();
  }
}
