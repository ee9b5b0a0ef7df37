package dev.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.bench.Asker.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * What else a user does: looks at lists, listens for a while, brings files, and gets things wrong.
 */
final class SoakVisits {
  private static final long PAUSE_MS = 1000;
  private static final int LISTENS_MS = 6000;
  private static final List<String> LISTS =
      List.of(
          "/api/jobs?limit=20",
          "/api/jobs?status=completed&limit=5",
          "/api/library?limit=20",
          "/api/library?kind=video",
          "/api/storage/list",
          "/api/storage/usage",
          "/api/credits",
          "/api/credits/transactions?limit=20",
          "/api/templates",
          "/api/templates/showroom",
          "/api/session");

  private final Asker asker;
  private final String token;
  private final byte[] photo;
  private final BooleanSupplier over;

  SoakVisits(Asker asker, String token, byte[] photo, BooleanSupplier over) {
    this.asker = asker;
    this.token = token;
    this.photo = photo.clone();
    this.over = over;
  }

  /** One thing that a user does again and again. */
  private interface Habit {
    void once(Random random) throws InterruptedException;
  }

  void reads(long seed) throws InterruptedException {
    again(seed, random -> asker.get(token, LISTS.get(random.nextInt(LISTS.size())), 200));
  }

  void brings(long seed) throws InterruptedException {
    again(seed, _ -> bring());
  }

  void errs(long seed) throws InterruptedException {
    again(seed, random -> err(random.nextInt(12)));
  }

  void listens(long seed) throws InterruptedException {
    again(seed, random -> listen(random.nextInt(LISTENS_MS)));
  }

  private void again(long seed, Habit habit) throws InterruptedException {
    Random random = new Random(seed);
    while (!over.getAsBoolean()) {
      Thread.sleep(random.nextLong(2 * PAUSE_MS));
      habit.once(random);
    }
  }

  private void bring() {
    Answer brought = asker.form(token, "/api/storage/upload", "file", photo, "{}", 201);
    if (brought.status() == 201) {
      use(brought.json().path("key").asText());
    }
    String wish =
        "{\"filename\":\"a.png\",\"contentType\":\"image/png\",\"size\":%d}"
            .formatted(photo.length);
    Answer permit = asker.post(token, "/api/storage/presign", wish, 200);
    if (permit.status() == 200) {
      JsonNode put = permit.json();
      asker.ask(
          asker
              .to(put.path("url").asText(), "")
              .header("Content-Type", "image/png")
              .PUT(BodyPublishers.ofByteArray(photo)),
          204);
      use(put.path("key").asText());
    }
  }

  private void use(String key) {
    Answer view = asker.get(token, "/api/storage/view?key=" + key, 200);
    if (view.status() == 200) {
      asker.get("", view.json().path("url").asText(), 200);
    }
    asker.get(token, "/api/storage/preview?key=" + key, 200);
    asker.delete(token, "/api/storage?key=" + key, 204);
  }

  private void err(int which) {
    String upscale = "/api/tools/upscale";
    switch (which) {
      case 0 -> asker.post(token, upscale, "{\"r2_key\":\"nothing.png\"}", 404);
      case 1 -> asker.post(token, upscale, "{\"r2_key\":\"a.png\",\"upscale_factor\":9}", 400);
      case 2 -> asker.post(token, upscale, "{", 400);
      case 3 -> asker.post(token, upscale, "{\"image_url\":\"http://localhost/a.png\"}", 400);
      case 4 -> asker.get(token, "/api/jobs/nothing", 404);
      case 5 -> asker.get(token, "/api/tools/status", 400);
      case 6 -> asker.get("", "/api/credits", 401);
      case 7 -> asker.get("dr_nobody", "/api/credits", 401);
      case 8 -> asker.get(token, "/api/admin/users", 403);
      case 9 -> asker.get(token, "/api/nowhere", 404);
      case 10 -> asker.delete(token, "/api/templates", 405);
      default -> {
        byte[] text = "This is no picture.".getBytes(StandardCharsets.UTF_8);
        asker.form(token, "/api/storage/upload", "file", text, "{}", 415);
      }
    }
  }

  /** Opens a stream, and hangs up after so long, in the middle of whatever is told. */
  private void listen(int ms) throws InterruptedException {
    HttpRequest request = asker.to("/api/events?after=0", token).build();
    try {
      HttpResponse<InputStream> stream = asker.http().send(request, BodyHandlers.ofInputStream());
      try (InputStream told = stream.body()) {
        if (stream.statusCode() != 200 || told.read() < 0) {
          asker.note("GET", "/api/events", stream.statusCode() + ", and nothing on it");
        }
        Thread.sleep(ms);
      }
    } catch (IOException e) {
      asker.note("GET", "/api/events", String.valueOf(e));
    }
  }
}
