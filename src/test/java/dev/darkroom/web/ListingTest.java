package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs, library and credits, page by page. */
@QuarkusTest
class ListingTest extends ServerTest {

  @ParameterizedTest
  @CsvSource({
    "/api/jobs, id, id",
    "/api/library, key, jobId",
    "/api/credits/transactions, id, jobId"
  })
  void everythingComesOnceNewestFirst(String path, String id, String job) {
    List<String> oneAfterAnother = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      oneAfterAnother.addFirst(upscaled(uploaded(Photos.png(20 + i, 20))));
      ended(oneAfterAnother.getFirst());
    }
    List<String> whole = given().queryParam("limit", 100).get(path).path("items." + id);
    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      Response page = page(path, 2, cursor);
      assertEquals(Set.of("items", "nextCursor"), page.jsonPath().getMap("$").keySet());
      paged.addAll(page.<List<String>>path("items." + id));
      cursor = page.path("nextCursor");
    } while (cursor != null && paged.size() < 100);

    assertEquals(whole, paged.subList(0, whole.size()));
    assertEquals(paged.size(), new HashSet<>(paged).size());
    // Not by createdAt: a visit reads the clock before it stores, and visits end in any order.
    assertEquals(
        oneAfterAnother,
        given().queryParam("limit", 100).get(path).<List<String>>path("items." + job).stream()
            .filter(oneAfterAnother::contains)
            .toList());
  }

  private static Response page(String path, int limit, @Nullable String cursor) {
    var request = given().queryParam("limit", limit);
    return (cursor == null ? request : request.queryParam("cursor", cursor)).get(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/jobs", "/api/library", "/api/credits/transactions"})
  void limitsAndCursorsThatAreNoneAreRefused(String path) {
    for (String limit : List.of("0", "-1", "101", "1000", "99999999999", "abc", "1.5")) {
      refused(400, "BAD_LIMIT", "limit", () -> given().queryParam("limit", limit).get(path));
    }
    for (String cursor : List.of("junk", "' OR 1=1 --", "\0", "x".repeat(2000))) {
      refused(400, "BAD_CURSOR", "cursor", () -> given().queryParam("cursor", cursor).get(path));
    }
  }

  @Test
  void jobsAreFilteredByStatusAndType() {
    String good = upscaled(uploaded(Photos.png(64, 48)));
    ended(good);
    emulator.cruelty().next(Call.SUBMIT, 1, Way.modelRefusal("no_media_generated", "no"));
    String bad = upscaled(uploaded(Photos.png(64, 48)));
    ended(bad);

    assertEquals(Set.of("completed"), statuses("completed"));
    assertEquals(Set.of("failed"), statuses("failed"));
    assertEquals(Set.of(), statuses("pending"));
    assertTrue(list("?type=upscale").contains(good));
    assertFalse(list("?type=video").contains(good));
    refused(400, "BAD_VALUE", "status", () -> given().get("/api/jobs?status=done"));
    refused(400, "BAD_VALUE", "status", () -> given().get("/api/jobs?status=COMPLETED"));
    refused(400, "BAD_VALUE", "kind", () -> given().get("/api/library?kind=sound"));
    assertTrue(made("image").contains(good));
    assertFalse(made("video").contains(good));
  }

  private static Set<String> statuses(String status) {
    return new HashSet<>(
        given().get("/api/jobs?limit=100&status=" + status).<List<String>>path("items.status"));
  }

  private static List<String> made(String kind) {
    return given().get("/api/library?kind=" + kind).path("items.jobId");
  }

  private static List<String> list(String query) {
    return given().get("/api/jobs" + query).path("items.id");
  }

  @Test
  void aJobTellsItsStory() {
    String key = uploaded(Photos.png(64, 48));
    Response submit = upscale("{\"r2_key\":\"%s\"}".formatted(key));
    ended(submit.path("jobId"));

    Response job = given().get(submit.header("Location"));

    assertEquals(200, job.statusCode());
    assertEquals(submit.<String>path("jobId"), job.path("id"));
    assertEquals("upscale", job.path("type"));
    assertEquals("completed", job.path("status"));
    assertEquals("completed", job.path("phase"));
    assertEquals(1, job.<Number>path("progress").intValue());
    assertEquals(1, job.<Integer>path("attempts"));
    assertEquals(1, job.<Integer>path("credits"));
    assertEquals(key, job.path("input.source"));
    assertEquals(128, job.<Integer>path("result.width"));
    assertEquals(96, job.<Integer>path("result.height"));
    assertNull(job.path("error"));
    assertNotNull(job.path("startedAt"));
    assertNotNull(job.path("endedAt"));
    List<Integer> numbers = job.path("events.seq");
    assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
    assertEquals("waiting", job.path("events[0].phase"));
    assertEquals("completed", job.path("events[-1].phase"));
    assertFalse(job.asString().contains("fal.ai"), job.asString());
  }

  @Test
  void listedJobsDoNotTellTheirStory() {
    ended(upscaled(uploaded(Photos.png(64, 48))));
    assertNull(given().get("/api/jobs?limit=1").path("items[0].events"));
  }

  @Test
  void anUnknownJobIsNotFound() {
    refused(404, "JOB_NOT_FOUND", "jobId", () -> given().get("/api/jobs/unknown"));
  }

  @Test
  void creditsAddUp() {
    ended(upscaled(uploaded(Photos.png(64, 48))));
    Response response = given().get("/api/credits");
    Account account = credits.account(USER);

    assertEquals(200, response.statusCode());
    assertEquals(Set.of("balance", "held", "available"), response.jsonPath().getMap("$").keySet());
    assertEquals(account.balance(), response.<Integer>path("balance").longValue());
    assertEquals(account.held(), response.<Integer>path("held").longValue());
    assertEquals(account.available(), response.<Integer>path("available").longValue());
  }

  @Test
  void aChargeStandsInTheStatementWithItsJob() {
    String id = upscaled(uploaded(Photos.png(64, 48)));
    ended(id);

    Response line = given().get("/api/credits/transactions?limit=1");

    assertEquals(
        Set.of("id", "delta", "reason", "ref", "jobId", "balance", "createdAt"),
        line.jsonPath().getMap("items[0]").keySet());
    assertEquals(-1, line.<Integer>path("items[0].delta"));
    assertEquals(id, line.path("items[0].jobId"));
    assertEquals(
        credits.account(USER).balance(), line.<Integer>path("items[0].balance").longValue());
  }

  @Test
  void theFirstLineOfTheStatementIsTheWelcome() {
    List<Integer> deltas = given().get("/api/credits/transactions?limit=100").path("items.delta");
    List<Integer> balances =
        given().get("/api/credits/transactions?limit=100").path("items.balance");
    for (int i = 0; i + 1 < deltas.size(); i++) {
      assertEquals(balances.get(i + 1) + deltas.get(i), balances.get(i));
    }
  }
}
