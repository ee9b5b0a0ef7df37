package dev.darkroom.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between two programs that speak over TCP and knows nothing of what they say. It spoils
 * some of the connections, which ones and how is told by a seed.
 */
public final class RoughLine implements AutoCloseable {
  private static final int BLOCK_BYTES = 512;
  private static final int SPOILED_WITHIN_BYTES = 6000;
  private static final int SLOW_MILLIS = 300;

  private final int to;
  private final Random random;
  private final double share;
  private final ServerSocket socket;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Map<Fate, Integer> met = new EnumMap<>(Fate.class);
  private volatile boolean calm;

  /** What becomes of a connection, after so many bytes of one of its directions. */
  public enum Fate {
    PASSES,
    /** Each block waits. */
    SLOW,
    /**
     * The rest of what the client says is lost, and the connection ends in good order both ways.
     */
    REQUEST_CUT,
    /** The rest of what the server says is lost, and the connection ends in good order. */
    ANSWER_CUT,
    /** As that, but it breaks. */
    ANSWER_RESET,
    /** It is taken and breaks at once. */
    DROPPED
  }

  /**
   * Listens on a free port of this machine.
   *
   * @param share of the connections that are spoiled, from 0 to 1
   */
  public RoughLine(int to, double share, long seed) throws IOException {
    this.to = to;
    this.share = share;
    this.random = new Random(seed);
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** From now on all that is new passes. */
  public void calm() {
    calm = true;
  }

  /** How many connections met which fate. */
  public synchronized Map<Fate, Integer> met() {
    return new EnumMap<>(met);
  }

  private record Plan(Fate fate, int afterBytes) {}

  private synchronized Plan plan() {
    Fate[] fates = Fate.values();
    boolean spoiled = !calm && random.nextDouble() < share;
    Fate fate = spoiled ? fates[1 + random.nextInt(fates.length - 1)] : Fate.PASSES;
    met.merge(fate, 1, Integer::sum);
    return new Plan(fate, random.nextInt(SPOILED_WITHIN_BYTES));
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client, plan()));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket client, Plan plan) {
    try (client;
        Socket server = new Socket()) {
      if (plan.fate() == Fate.DROPPED) {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        return;
      }
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
      open.add(server);
      boolean cutsRequest = plan.fate() == Fate.REQUEST_CUT;
      boolean cutsAnswer = plan.fate() == Fate.ANSWER_CUT || plan.fate() == Fate.ANSWER_RESET;
      int slowMillis = plan.fate() == Fate.SLOW ? SLOW_MILLIS : 0;
      Thread requests =
          Thread.startVirtualThread(
              () -> pump(client, server, cutsRequest ? plan.afterBytes() : -1, slowMillis));
      pump(server, client, cutsAnswer ? plan.afterBytes() : -1, slowMillis);
      if (plan.fate() == Fate.ANSWER_RESET) {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      requests.interrupt();
    } catch (IOException e) {
      // One of the two hung up.
    }
  }

  /** Until the end of what one says, or until so many bytes; then neither hears from the other. */
  private static void pump(Socket from, Socket to, int mostBytes, int slowMillis) {
    byte[] block = new byte[BLOCK_BYTES];
    int left = mostBytes;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (true) {
        int read = in.read(block);
        if (read < 0) {
          to.shutdownOutput();
          return;
        }
        Thread.sleep(slowMillis);
        if (mostBytes >= 0 && read >= left) {
          out.write(block, 0, left);
          to.shutdownOutput();
          // Nor is heard what is answered to half a request: the JDK's own server, behind which the
          // emulator stands, takes one without its last headers for whole.
          from.shutdownOutput();
          from.shutdownInput();
          return;
        }
        out.write(block, 0, read);
        left -= read;
      }
    } catch (IOException e) {
      // One of the two hung up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
