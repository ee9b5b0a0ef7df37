package dev.darkroom.testing;

import dev.darkroom.testing.Described.Answer;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands before a packaged server, changes nothing, and holds every answer against what the server
 * says of itself: for whoever asks by other means than this JVM, such as a browser or a shell.
 */
public final class Overheard implements AutoCloseable {
  private final int server;
  private final ServerSocket door;
  private final Queue<Answer> heard = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  /**
   * Listens on a free port of this machine.
   *
   * @param server the port of one that may still have to start
   */
  public Overheard(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::welcome);
  }

  /** Where to ask instead of the server's own. */
  public int port() {
    return door.getLocalPort();
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // It was closed.
      }
    }
  }

  /** A server that is not there hangs up at once. */
  private void connect(Socket client) {
    Ear ear = new Ear(heard::add);
    try (client;
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
      Thread asks = Thread.ofVirtual().start(() -> carry(client, behind, questions(ear)));
      carry(behind, client, answers(ear));
      // Whoever hung up early is heard to the end of the answer.
      client.shutdownInput();
      asks.join();
    } catch (IOException e) {
      // One of the two is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Fails if what a server began to answer does not fit.
   *
   * @param path that was asked for by GET
   * @param beginning up to the empty line at least
   */
  public static void require(int server, String path, byte[] beginning) {
    List<Answer> begun = new ArrayList<>();
    Ear ear = new Ear(begun::add);
    ear.asked("GET", path);
    EmbeddedChannel understands = answers(ear);
    understands.writeInbound(Unpooled.wrappedBuffer(beginning));
    understands.finishAndReleaseAll();
    if (begun.isEmpty()) {
      throw new AssertionError("no answer: " + new String(beginning, StandardCharsets.UTF_8));
    }
    AnswersSeen.requireNone(AnswersSeen.described(server).deviations(begun.getFirst()));
  }

  private static EmbeddedChannel questions(Ear ear) {
    return new EmbeddedChannel(new HttpRequestDecoder()) {
      @Override
      protected void handleInboundMessage(Object part) {
        if (part instanceof HttpRequest request) {
          ear.asked(request.method().name(), request.uri().replaceFirst("[?].*", ""));
        }
        ReferenceCountUtil.release(part);
      }
    };
  }

  private static EmbeddedChannel answers(Ear ear) {
    HttpResponseDecoder decoder =
        new HttpResponseDecoder() {
          @Override
          protected boolean isContentAlwaysEmpty(HttpMessage message) {
            return ear.method().equals("HEAD") || super.isContentAlwaysEmpty(message);
          }
        };
    return new EmbeddedChannel(decoder) {
      @Override
      protected void handleInboundMessage(Object part) {
        ear.hear(part);
        ReferenceCountUtil.release(part);
      }
    };
  }

  /** Says all of one side to the other, after it was understood. */
  private static void carry(Socket from, Socket to, EmbeddedChannel understands) {
    byte[] block = new byte[16_384];
    boolean listened = true;
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        understands.writeInbound(Unpooled.copiedBuffer(block, 0, read));
        listened = listened && say(to, block, read);
      }
    } catch (IOException e) {
      // It broke off.
    } finally {
      understands.finishAndReleaseAll();
      hangUp(to);
    }
  }

  private static void hangUp(Socket to) {
    try {
      to.shutdownOutput();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  /** Whether somebody still listens. */
  private static boolean say(Socket to, byte[] block, int length) {
    try {
      to.getOutputStream().write(block, 0, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Fails if an answer did not fit, or if there was none; the server must be there. */
  public void requireDescribed() {
    if (heard.isEmpty()) {
      throw new AssertionError("nothing was heard of the server");
    }
    Described described = AnswersSeen.described(server);
    List<String> wrong = new ArrayList<>();
    heard.forEach(answer -> wrong.addAll(described.deviations(answer)));
    AnswersSeen.requireNone(wrong);
    AnswersSeen.count(heard.size(), "a packaged server, overheard");
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
