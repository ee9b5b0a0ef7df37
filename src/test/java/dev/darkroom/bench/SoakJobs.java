package dev.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.bench.Asker.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** A user who orders one operation after another and follows each to its end, or thinks again. */
final class SoakJobs {
  private static final long PAUSE_MS = 4000;
  private static final long LOOK_MS = 300;

  private final Asker asker;
  private final String token;
  private final byte[] photo;
  private final String data;
  private final String listener;
  private final BooleanSupplier over;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  /**
   * A user.
   *
   * @param listener where webhooks go
   * @param over whether to stop
   */
  SoakJobs(Asker asker, String token, byte[] photo, URI listener, BooleanSupplier over) {
    this.asker = asker;
    this.token = token;
    this.photo = photo.clone();
    this.data = "data:image/png;base64," + Base64.getEncoder().encodeToString(photo);
    this.listener = ",\"webhook_url\":\"" + listener + "\"";
    this.over = over;
  }

  /** The jobs that were answered 202. */
  Set<String> accepted() {
    return accepted;
  }

  void run(long seed) throws InterruptedException {
    Random random = new Random(seed);
    while (!over.getAsBoolean()) {
      Thread.sleep(random.nextLong(2 * PAUSE_MS));
      String job = submitted(random);
      if (!job.isEmpty()) {
        follow(random, job);
      }
    }
  }

  /** The job that a random order became; empty if it was answered by a result, or not taken. */
  private String submitted(Random random) {
    String told = random.nextBoolean() ? listener : "";
    String box = ",\"boundingBox\":{\"x\":8,\"y\":8,\"width\":32,\"height\":32}";
    String prompt = "{\"prompt\":\"a night of rain\"";
    int dice = random.nextInt(30);
    if (dice < 12) {
      double factor = 1.5 + random.nextInt(500) / 1000.0;
      return twice(
          random,
          "/api/tools/upscale",
          "{\"image_url\":\"%s\",\"upscale_factor\":%s%s}".formatted(data, factor, told));
    }
    if (dice < 16) {
      return twice(
          random, "/api/studio", prompt + ",\"image_urls\":[\"" + data + "\"]" + told + "}");
    }
    if (dice < 20) {
      return twice(
          random,
          "/api/templates/generate",
          "{\"templateSlug\":\"showroom\",\"userImageDataUrls\":[\"%s\"],\"isolateCar\":%s%s}"
              .formatted(data, dice == 19, told));
    }
    if (dice < 25) {
      return twice(
          random,
          "/api/tools/draw-to-edit",
          prompt
              + ",\"imageDataUrl\":\"%1$s\",\"originalImageDataUrl\":\"%1$s\"".formatted(data)
              + box
              + told
              + "}");
    }
    return dice < 29 ? cutOut(random) : video(told);
  }

  /** Sometimes the same order comes again, under the same key. */
  private String twice(Random random, String path, String json) {
    String key = UUID.randomUUID().toString();
    String job = "";
    for (int times = random.nextInt(5) == 0 ? 2 : 1; times > 0; times--) {
      Answer answer =
          asker.ask(asker.posting(token, path, json).header("Idempotency-Key", key), 202);
      String again = taken(answer);
      if (!job.isEmpty() && !job.equals(again)) {
        asker.note("POST", path, "the same order became another job");
      }
      job = again;
    }
    return job;
  }

  /** One that waits, though not for long: 502 and 504 are how a job that has failed is told. */
  private String cutOut(Random random) {
    String json =
        "{\"data_url\":\"%s\",\"output_mask\":%s,\"operating_resolution\":\"1024x1024\"}"
            .formatted(data, random.nextBoolean());
    return taken(
        asker.ask(
            asker.posting(token, "/api/tools/rembg", json).header("Prefer", "wait=3"),
            200,
            202,
            502,
            504));
  }

  private String video(String told) {
    String asked =
        "{\"prompt\":\"pan left\",\"duration\":2,\"resolution\":\"480p\",\"aspect_ratio\":\"1:1\"%s}"
            .formatted(told);
    return taken(asker.form(token, "/api/templates/video", "startImage", photo, asked, 202));
  }

  private String taken(Answer answer) {
    if (answer.status() != 202) {
      return "";
    }
    String job = answer.json().path("jobId").asText();
    accepted.add(job);
    return job;
  }

  private void follow(Random random, String job) throws InterruptedException {
    boolean cancels = random.nextInt(12) == 0;
    String etag = "";
    while (!over.getAsBoolean()) {
      Thread.sleep(LOOK_MS);
      if (cancels && random.nextInt(4) == 0) {
        asker.post(token, "/api/jobs/" + job + "/cancel", "", 200);
        cancels = false;
      }
      HttpRequest.Builder look = asker.to("/api/jobs/" + job, token);
      if (!etag.isEmpty()) {
        look.header("If-None-Match", etag);
      }
      Answer answer = asker.ask(look, 200, 304);
      if (answer.status() == 200) {
        etag = answer.etag();
        JsonNode now = answer.json();
        switch (now.path("status").asText()) {
          case "completed" -> {
            enjoy(random, now.path("result"));
            return;
          }
          case "failed" -> {
            failed(random, job);
            return;
          }
          default -> {}
        }
      }
    }
  }

  private void enjoy(Random random, JsonNode result) {
    String url = result.path("url").asText();
    if (random.nextBoolean()) {
      asker.get("", url, 200);
    } else {
      asker.ask(asker.to(url, "").header("Range", "bytes=0-99"), 206);
    }
    asker.get("", result.path("previewUrl").asText(), 200);
    if (random.nextInt(10) == 0) {
      asker.delete(token, "/api/library?key=" + result.path("key").asText(), 204);
    }
  }

  private void failed(Random random, String job) {
    asker.get(token, "/api/jobs/" + job + "/deliveries", 200);
    if (random.nextInt(3) == 0) {
      taken(asker.post(token, "/api/jobs/" + job + "/retry", "", 202));
    }
  }
}
