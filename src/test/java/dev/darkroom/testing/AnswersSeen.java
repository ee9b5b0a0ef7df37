package dev.darkroom.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.testing.Described.Answer;
import io.quarkus.test.junit.callback.QuarkusTestAfterAllCallback;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestContext;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Holds every answer that the server gave during a test against its description; the test fails for
 * what does not fit. JUnit finds this by itself.
 */
public final class AnswersSeen
    implements QuarkusTestAfterEachCallback, QuarkusTestAfterAllCallback {
  private static final Path COUNTS = Path.of("target", "answers-described.txt");
  private static final Queue<Answer> HEARD = new ConcurrentLinkedQueue<>();
  private static long seen;
  private static volatile @Nullable Described described;

  @Override
  public void afterEach(QuarkusTestMethodContext context) {
    List<String> wrong = new ArrayList<>();
    for (Answer each = HEARD.poll(); each != null; each = HEARD.poll()) {
      seen++;
      wrong.addAll(described(RestAssured.port).deviations(each));
    }
    requireNone(wrong);
  }

  static void requireNone(List<String> wrong) {
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "%d answers are not as /q/openapi says:\n%s"
              .formatted(
                  wrong.size(), String.join("\n", wrong.stream().distinct().limit(20).toList())));
    }
  }

  @Override
  public void afterAll(QuarkusTestContext context) {
    count(seen, context.getTestInstance().getClass().getSimpleName());
    seen = 0;
  }

  static void count(long answers, String of) {
    String line = "%,6d answers as described: %s%n".formatted(answers, of);
    System.out.print(line);
    try {
      Files.createDirectories(COUNTS.getParent());
      Files.writeString(COUNTS, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer that the server under test has begun to write; said by {@link AnswersHeard}. */
  static void heard(Answer answer) {
    HEARD.add(answer);
  }

  /** The same of an answer of a packaged server: what does not fit fails at once. */
  public static <T> HttpResponse<T> require(HttpResponse<T> answer) throws IOException {
    String path = answer.uri().getRawPath();
    if (Described.speaksOf(answer.request().method(), path)) {
      List<String> wrong;
      try {
        wrong = described(answer.uri().getPort()).deviations(of(answer));
      } catch (UncheckedIOException e) {
        // It was killed meanwhile.
        throw e.getCause();
      }
      if (!wrong.isEmpty()) {
        throw new AssertionError("An answer is not as /q/openapi says: " + wrong);
      }
    }
    return answer;
  }

  private static <T> Answer of(HttpResponse<T> answer) {
    String body =
        switch (answer.body()) {
          case String text -> text;
          case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
          case null, default -> "";
        };
    return new Answer(
        answer.request().method(),
        answer.uri().getRawPath(),
        answer.statusCode(),
        name -> answer.headers().firstValue(name).orElse(null),
        body);
  }

  /** The same for all servers of one build, so it is read once. */
  static Described described(int port) {
    Described known = described;
    if (known == null) {
      known = read("http://localhost:%d/q/openapi?format=json".formatted(port));
      described = known;
    }
    return known;
  }

  /** What the server at this address says of itself. */
  public static Described read(String url) {
    try (var in = URI.create(url).toURL().openStream()) {
      return new Described(new JsonMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
