package dev.darkroom.emulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * fal's look-alike over a real socket: one port with the queue, fal.run, storage and the files.
 *
 * <p>It stands on the JDK's HTTP server: blocking handlers suit virtual threads, an exception out
 * of a handler closes the connection at once (which is how calls are cut), and flushed writes go
 * out at once (which is how they drip).
 *
 * <p>It takes any non-empty key. Accepted requests and files survive the death of the process, and
 * so do the webhooks that are still to be called.
 */
public final class Emulator implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Emulator.class);
  private static final Duration PRUNE_EVERY = Duration.ofMinutes(1);

  /** Read by the JDK's server once, when the first one is made; an operator's own value wins. */
  private static final Map<String, String> SERVER_PROPERTIES =
      Map.of(
          "sun.net.httpserver.nodelay", "true",
          "sun.net.httpserver.idleInterval", "60",
          "sun.net.httpserver.maxReqTime", "600",
          "sun.net.httpserver.maxReqHeaderSize", "65536",
          "jdk.httpserver.maxConnections", "4096");

  private final EmulatorSettings settings;
  private final Workshop workshop;
  private final RunCalls runCalls;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final FrontDoor frontDoor;
  private final HttpServer server;

  private Emulator(EmulatorSettings settings, Workshop workshop, HttpServer server) {
    this.settings = settings;
    this.workshop = workshop;
    this.server = server;
    this.runCalls =
        new RunCalls(
            workshop.apps, workshop.benches, settings.runners(), settings.limits().maxBodyBytes());
    this.frontDoor = new FrontDoor(workshop, runCalls, settings, new Delivery(closing));
  }

  /** Starts with the models that Darkroom comes with. */
  public static Emulator start(EmulatorSettings settings) throws IOException {
    return start(settings, Models.all(settings.limits()));
  }

  /** Starts with models of one's own. */
  public static Emulator start(EmulatorSettings settings, List<Model> models) throws IOException {
    return start(settings, models, InstantSource.system());
  }

  static Emulator start(EmulatorSettings settings, List<Model> models, InstantSource clock)
      throws IOException {
    SERVER_PROPERTIES.forEach(Emulator::setDefault);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
    try {
      String baseUrl = url(settings, server, "").toString();
      Workshop workshop = Workshop.open(settings, models, clock, baseUrl);
      Emulator emulator = new Emulator(settings, workshop, server);
      emulator.open();
      return emulator;
    } catch (IOException | RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  private void open() {
    server.createContext("/", frontDoor);
    server.setExecutor(handlers);
    server.start();
    Thread.ofVirtual().name("emulator-pruner").start(this::pruneNowAndThen);
  }

  /** What stands for https://queue.fal.run. */
  public URI queueUrl() {
    return url(settings, server, "/queue");
  }

  /** What stands for https://fal.run. */
  public URI runUrl() {
    return url(settings, server, "/run");
  }

  /** What stands for https://rest.fal.ai. */
  public URI restUrl() {
    return url(settings, server, "/rest");
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Where to order that something goes wrong. */
  public Cruelty cruelty() {
    return workshop.cruelty;
  }

  /** Every accepted request that is still remembered, in the order of acceptance. */
  public List<Accepted> accepted() {
    return workshop.queue.accepted();
  }

  /** Whether nothing waits or runs, but for requests that were ordered to run for ever. */
  public boolean settled() {
    return workshop.queue.settled();
  }

  /** How many calls of this kind there were, cruelly treated ones included. */
  public long calls(Call call) {
    return workshop.counts.of(call);
  }

  /** Whether no webhook is still to be told of an end; see also {@link #settled}. */
  public boolean allTold() {
    return workshop.hooks.allTold();
  }

  /**
   * From now on webhooks are signed with a new key.
   *
   * @param keepOld whether the old ones stay published, as in an orderly change
   */
  public void rotateKeys(boolean keepOld) throws IOException {
    workshop.keys.rotate(keepOld);
  }

  /** Deletes what has outlived its retention at this time, as happens each minute by itself. */
  void prune(Instant now) throws IOException {
    workshop.prune(now);
  }

  /** Stops as abruptly as a kill: connections are cut, and what runs will run again. */
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    handlers.shutdownNow();
    runCalls.close();
    try {
      workshop.close();
    } catch (IOException e) {
      LOG.warn("the emulator's folder could not be released", e);
    }
  }

  private void pruneNowAndThen() {
    try {
      while (!closing.await(PRUNE_EVERY.toSeconds(), TimeUnit.SECONDS)) {
        try {
          prune(workshop.clock().instant());
        } catch (IOException e) {
          LOG.warn("old files could not be deleted", e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static URI url(EmulatorSettings settings, HttpServer server, String path) {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
