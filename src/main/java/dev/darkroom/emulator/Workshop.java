package dev.darkroom.emulator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** All that stands behind the emulator's calls, on one locked folder. */
final class Workshop implements AutoCloseable {
  private final EmulatorSettings settings;
  private final InstantSource clock;
  private final FileChannel lock;
  private final Downloads downloads;
  private final Runners runners;
  private final HookCourier courier;
  private final HookRunners hookRunners;

  final CdnFiles files;
  final Apps apps;
  final FalQueue queue;
  final Benches benches;
  final HookKeys keys;
  final Hooks hooks;
  final Cruelty cruelty = new Cruelty();
  final CallCounts counts = new CallCounts();

  private Workshop(
      EmulatorSettings settings,
      List<Model> models,
      InstantSource clock,
      String baseUrl,
      FileChannel lock)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.lock = lock;
    Path folder = settings.folder();
    Path temporary = emptied(folder.resolve("tmp"));
    Path requests = Files.createDirectories(folder.resolve("requests"));
    EmulatorSettings.Limits limits = settings.limits();
    files =
        new CdnFiles(
            Files.createDirectories(folder.resolve("files")),
            Files.createDirectories(folder.resolve("uploads")),
            temporary,
            limits.maxFileBytes());
    downloads = new Downloads(files, limits.maxInputBytes(), limits.maxFileBytes());
    benches = new Benches(files, downloads, settings.runDelay(), clock);
    apps = new Apps(models, clock);
    RequestFolder requestFolder = new RequestFolder(requests, temporary);
    keys = HookKeys.open(folder.resolve("webhook-keys.json"), temporary);
    courier = new HookCourier(counts);
    hooks =
        new Hooks(requestFolder, new HookWriter(keys, baseUrl), courier, cruelty, settings, clock);
    hookRunners = new HookRunners(hooks);
    queue = new FalQueue(requestFolder, hooks, settings.queueDelay(), clock);
    runners = new Runners(queue, requestFolder, apps, benches, clock);
  }

  /** Opens the folder, which no other emulator may use, and goes on where the last one stopped. */
  static Workshop open(
      EmulatorSettings settings, List<Model> models, InstantSource clock, String baseUrl)
      throws IOException {
    FileChannel lock = lock(Files.createDirectories(settings.folder()).resolve("lock"));
    try {
      Workshop workshop = new Workshop(settings, models, clock, baseUrl, lock);
      workshop.queue.load();
      workshop.prune(clock.instant());
      workshop.runners.start(settings.runners());
      workshop.hookRunners.start(settings.hooks().atOnce());
      return workshop;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  void prune(Instant now) throws IOException {
    EmulatorSettings.Limits limits = settings.limits();
    queue.prune(now, limits.resultRetention());
    files.prune(now, limits.fileRetention(), limits.maxFolderBytes());
  }

  InstantSource clock() {
    return clock;
  }

  /** Stops as abruptly as a kill would: what runs is not recorded, and runs again next time. */
  @Override
  public void close() throws IOException {
    queue.close();
    runners.close();
    hookRunners.close();
    courier.close();
    downloads.close();
    lock.close();
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // Held by this very process, which is just as bad.
    }
    channel.close();
    throw new IOException("another emulator uses " + file.getParent());
  }

  private static Path emptied(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
    return folder;
  }
}
