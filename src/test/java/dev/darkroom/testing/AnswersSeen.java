package dev.darkroom.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.testing.Described.Answer;
import io.quarkus.test.junit.callback.QuarkusTestAfterAllCallback;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestContext;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.builder.ResponseBuilder;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sees every answer that a test of the server gets and holds it against the description; a test
 * fails for what it saw. JUnit finds this by itself; who speaks HTTP otherwise calls {@link #see}.
 */
public final class AnswersSeen
    implements QuarkusTestBeforeEachCallback,
        QuarkusTestAfterEachCallback,
        QuarkusTestAfterAllCallback,
        Filter {
  private static final Path COUNTS = Path.of("target", "answers-described.txt");
  private static final AtomicLong SEEN = new AtomicLong();
  private static final List<String> WRONG = new CopyOnWriteArrayList<>();
  private static volatile @Nullable Described described;

  @Override
  public void beforeEach(QuarkusTestMethodContext context) {
    RestAssured.replaceFiltersWith(this);
  }

  @Override
  public void afterEach(QuarkusTestMethodContext context) {
    List<String> wrong = List.copyOf(WRONG);
    WRONG.clear();
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "%d answers are not as /q/openapi says:\n%s"
              .formatted(
                  wrong.size(), String.join("\n", wrong.stream().distinct().limit(20).toList())));
    }
  }

  @Override
  public void afterAll(QuarkusTestContext context) {
    long seen = SEEN.getAndSet(0);
    String line =
        "%,6d answers as described: %s%n"
            .formatted(seen, context.getTestInstance().getClass().getSimpleName());
    System.out.print(line);
    try {
      Files.createDirectories(COUNTS.getParent());
      Files.writeString(COUNTS, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification wanted,
      FilterContext context) {
    Response response = context.next(request, wanted);
    String here = "(?i)https?://[^/]*:%d(?=/)".formatted(RestAssured.port);
    String path = request.getURI().replaceFirst(here, "").replaceFirst("[?#].*", "");
    if (!Described.speaksOf(request.getMethod(), path)) {
      return response;
    }
    // Whoever reads a body has it alone, so that the test is given another one.
    String type = String.valueOf(response.contentType());
    boolean isText = type.contains("json") || type.isEmpty();
    String body = isText ? response.asString() : "";
    see(new Answer(request.getMethod(), path, response.statusCode(), response::header, body));
    return isText ? new ResponseBuilder().clone(response).setBody(body).build() : response;
  }

  /** The same for the JDK's client. */
  public static <T> HttpResponse<T> see(HttpResponse<T> answer) {
    if (Described.speaksOf(answer.request().method(), answer.uri().getRawPath())) {
      see(of(answer));
    }
    return answer;
  }

  private static void see(Answer answer) {
    SEEN.incrementAndGet();
    String here = "http://localhost:%d/q/openapi?format=json".formatted(RestAssured.port);
    WRONG.addAll(described(here).deviations(answer));
  }

  /**
   * The same of a server that is a process of its own: what does not fit fails at once.
   *
   * @param description where it says what fits
   */
  public static <T> HttpResponse<T> require(HttpResponse<T> answer, String description)
      throws IOException {
    String path = answer.uri().getRawPath();
    if (Described.speaksOf(answer.request().method(), path)) {
      List<String> wrong;
      try {
        wrong = described(description).deviations(of(answer));
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
    return new Answer(
        answer.request().method(),
        answer.uri().getRawPath(),
        answer.statusCode(),
        name -> answer.headers().firstValue(name).orElse(null),
        answer.body() instanceof String text ? text : "");
  }

  /** The same for all servers of one build, so it is read once. */
  private static Described described(String from) {
    Described known = described;
    if (known == null) {
      known = read(from);
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
