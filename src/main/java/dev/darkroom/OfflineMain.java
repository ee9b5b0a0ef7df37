package dev.darkroom;

import dev.darkroom.StartChecks.StartException;
import dev.darkroom.archive.Archive;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Export;
import dev.darkroom.archive.Import;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.doctor.Doctor;
import dev.darkroom.jobs.StoreException;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done while no server runs: {@code ./darkroom export FILE}, {@code import FILE} and {@code
 * doctor}. Rows and files are those that the server would use.
 */
public final class OfflineMain {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int ABOVE_ALL = 1000;

  private OfflineMain() {}

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
    String command = args.isEmpty() ? "" : args.getFirst();
    boolean archive = args.size() == 2 && List.of("export", "import").contains(command);
    boolean doctor = args.equals(List.of("doctor")) || args.equals(List.of("doctor", "--fix"));
    if (!archive && !doctor) {
      err.println(
          "Usage: ./darkroom export FILE, ./darkroom import FILE, or ./darkroom doctor [--fix]");
      return USAGE;
    }
    try {
      return run(args, read(settings), out, err);
    } catch (ArchiveException | StartException | ConfigValidationException e) {
      err.println(line(e.getMessage()));
    } catch (StoreException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      err.println(line("%s: %s. Run it again.".formatted(e.getMessage(), cause.getMessage())));
    } catch (UncheckedIOException e) {
      err.println(line("%s: %s".formatted(e.getMessage(), reason(e.getCause()))));
    } catch (RuntimeException e) {
      // What nobody foresaw, as a file that is no database: its class may say more than its words.
      err.println(line("The %s failed: %s".formatted(args.getFirst(), e)));
    }
    return FAILED;
  }

  /** Words of ours are made for operators; Java's about files are often but a name. */
  private static String reason(@Nullable Throwable e) {
    return switch (e) {
      case null -> "nobody knows why";
      case FileSystemException f -> f.getClass().getSimpleName() + ": " + f.getMessage();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String line(@Nullable String words) {
    return String.valueOf(words).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static int run(
      List<String> args, SmallRyeConfig config, PrintStream out, PrintStream err) {
    InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
    DarkroomSettings settings = config.getConfigMapping(DarkroomSettings.class);
    SurrealSettings surreal = config.getConfigMapping(SurrealSettings.class);
    try (DataFolder data = DataFolder.take(settings.dataDir());
        Stores stores = Stores.choose(surreal, data, clock)) {
      Archive archive = stores.archive();
      switch (args.getFirst()) {
        case "export" ->
            out.println(Export.run(archive, file(args), clock.instant(), err::println));
        case "import" -> out.println(Import.run(archive, file(args), err::println));
        default -> {
          S3Settings s3 = config.getConfigMapping(S3Settings.class);
          Blobs blobs =
              new FileStorage().blobs(s3, settings, data, ServerSecret.of(settings, data), clock);
          return doctor(stores, blobs, data.downloads(), args.size() > 1, clock, out);
        }
      }
      return 0;
    }
  }

  private static Path file(List<String> args) {
    return Path.of(args.getLast());
  }

  private static int doctor(
      Stores stores, Blobs blobs, Path folder, boolean fix, InstantSource clock, PrintStream out) {
    try (blobs) {
      Files.createDirectories(folder);
      Doctor doctor = new Doctor(stores.archive(), stores.credits(), blobs, folder);
      return doctor.examine(fix, clock.instant(), out::println) == 0 ? 0 : FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException("Files could not be looked at", e);
    }
  }

  /** As the server reads them. */
  private static SmallRyeConfig read(Map<String, String> more) {
    return ConfigUtils.configBuilder()
        .withSources(new PropertiesConfigSource(more, "command", ABOVE_ALL))
        .withMapping(DarkroomSettings.class)
        .withMapping(SurrealSettings.class)
        .withMapping(S3Settings.class)
        // Those of other rooms begin with the same word.
        .withValidateUnknown(false)
        .build();
  }
}
