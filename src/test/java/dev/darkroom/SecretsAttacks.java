package dev.darkroom;

import static dev.darkroom.SecretsRun.PHOTO;
import static dev.darkroom.SecretsRun.UPSCALE;
import static dev.darkroom.Visitor.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.Secrets.Kind;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.Way;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.OidcServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What goes wrong at the server of {@link SecretsIT}, each time with a secret in the middle. */
final class SecretsAttacks {
  /** Calls that are not made where the provider is sent addresses. */
  private static final Set<Call> HANDED_OVER = Set.of(Call.INITIATE, Call.UPLOAD);

  private final Visitor visitor;
  private final Secrets secrets;
  private final String machine;
  private final String photo;

  /**
   * At the door of this visitor.
   *
   * @param machine a token for jobs and files
   * @param photo the key of a file of its user
   */
  SecretsAttacks(Visitor visitor, Secrets secrets, String machine, String photo) {
    this.visitor = visitor;
    this.secrets = secrets;
    this.machine = machine;
    this.photo = photo;
  }

  /** Who are not who they say, and addresses that nobody signed. */
  void strangers(String person, OidcServer people) throws Exception {
    Map<String, Object> claims = Map.of("email", "ann@example.com", "email_verified", true);
    Map<String, String> shown = new TreeMap<>(people.tokens().forged(claims));
    Map<String, Object> old = new TreeMap<>(claims);
    old.put("exp", Instant.now().minusSeconds(60).getEpochSecond());
    shown.put("an expired token", people.token(old));
    shown.put("a token for another", people.token(Map.of("aud", "somebody-else")));
    shown.put("a token of no address", people.token(Map.of("email", "ann@example.com")));
    shown.put("an unknown token", "dr_" + "Canary0123".repeat(4) + "abc");
    shown.put("nonsense", "canary-of-nonsense-that-is-no-token");
    shown.put("a token that ended", visitor.makeToken(person, "ended", "\"jobs\""));
    for (JsonNode each : visitor.get("/api/tokens", person).json().path("items")) {
      if (each.path("name").asText().equals("ended")) {
        visitor.delete("/api/tokens/" + each.path("id").asText(), person);
      }
    }
    for (Map.Entry<String, String> each : shown.entrySet()) {
      secrets.add(Kind.TOKEN, each.getKey(), each.getValue());
      refused(visitor.get("/api/jobs", each.getValue()));
      refused(visitor.post(UPSCALE, each.getValue(), "{}"));
    }
    secrets.add(Kind.OWN, "a password", "canary-of-a-password");
    String user = "me:canary-of-a-password";
    String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    refused(visitor.ask("GET", "/api/jobs", "Basic " + basic, "", BodyPublishers.noBody()));

    String signature = "canary-0".repeat(8);
    secrets.add(Kind.ADDRESS, "a forged signature", signature);
    String query = "?key=%s&expires=9999999999&signature=%s".formatted(photo, signature);
    refused(visitor.get("/api/storage/file" + query, ""));
    refused(visitor.ask("PUT", "/api/storage/put" + query, "", "", BodyPublishers.ofString("a")));
    refused(visitor.get("/nothing?access_token=canary-of-a-password", ""));
  }

  /** Bodies that cannot be read, and addresses with a secret in them. */
  void nonsense(String person, String admin) throws Exception {
    // One word, so that a reader of JSON that quotes what it stumbles over quotes all of it.
    String secret = "canaryOfABody";
    secrets.add(Kind.OWN, "what a body says", secret);
    for (String body :
        List.of(
            "{\"r2_key\":\"%s",
            "{\"r2_key\":%s}",
            "{\"r2_key\":{\"password\":\"%s\"}}",
            "{\"r2_key\":[\"%s\"]}",
            "{\"upscale_factor\":\"%s\"}",
            "{\"image_url\":\"data:image/png;base64,%s\"}",
            "{\"image_url\":\"https://me:%s@photos.example/a.png\"}",
            "{\"image_url\":\"https://%s@127.0.0.1/a.png\"}",
            "{\"image_url\":\"https://photos.invalid/a.png?X-Amz-Signature=%s\"}",
            "{\"image_url\":\"http://127.0.0.1:9/a.png?token=%s\"}",
            "{\"image_url\":\"https://photos.invalid/%s /a.png\"}",
            "\"%s\"",
            "%s")) {
      refused(visitor.post(UPSCALE, machine, body.formatted(secret)));
      refused(visitor.post("/api/tokens", person, body.formatted(secret)));
      refused(visitor.post("/api/admin/credits", admin, body.formatted(secret)));
      refused(visitor.post("/api/templates", admin, body.formatted(secret)));
    }
    String urls =
        "{\"prompt\":\"night\",\"image_urls\":[\"https://me:%s@photos.example/a.png\"]}"
            .formatted(secret);
    refused(visitor.post("/api/studio", machine, urls));
    refused(visitor.form("/api/templates/video", machine, "startImage", PHOTO, "{\"" + secret));
    byte[] text = secret.getBytes(StandardCharsets.UTF_8);
    refused(visitor.form("/api/storage/upload", machine, "file", text, secret));
    for (String broken : List.of("--edge\r\n" + secret, secret, "--edge\r\n\r\n" + secret)) {
      refused(
          visitor.ask(
              "POST",
              "/api/storage/upload",
              "Bearer " + machine,
              "multipart/form-data; boundary=edge",
              BodyPublishers.ofString(broken)));
    }
  }

  /** The provider fails in all ways, and says the key that it was shown. */
  void provider(Emulator emulator, String key) throws Exception {
    String echo = "Authorization: Key " + key;
    String json = "{\"detail\":\"%s\",\"error_type\":\"%1$s\"}".formatted(echo);
    String address = "http://me:%s@files.example/a.png".formatted(key);
    Map<Call, List<Way>> troubles =
        Map.of(
            Call.SUBMIT,
            List.of(
                answers(401, json),
                answers(500, "<html>" + echo),
                answers(429, json),
                answers(422, json),
                answers(200, echo),
                new Way.CutAfterAccepting(),
                Way.modelRefusal("content_policy_violation", echo),
                new Way.FailingResult(500, json, Optional.empty()),
                new Way.FailingResult(503, json, Optional.of("runner_disconnected"))),
            Call.STATUS,
            List.of(
                answers(401, json),
                answers(500, echo),
                answers(200, "{\"status\":\"%s\"}".formatted(echo))),
            Call.RESULT,
            List.of(answers(403, json), answers(200, echo)),
            Call.FILE,
            List.of(answers(500, echo), answers(200, echo)),
            Call.INITIATE,
            List.of(answers(401, json), answers(200, "{\"upload_url\":\"%s\"}".formatted(address))),
            Call.UPLOAD,
            List.of(answers(403, echo)));
    for (Map.Entry<Call, List<Way>> each : troubles.entrySet()) {
      each.getValue().forEach(way -> emulator.cruelty().next(each.getKey(), way));
      List<String> jobs = new ArrayList<>();
      for (Way _ : each.getValue()) {
        jobs.add(visitor.submit(UPSCALE, machine, SecretsRun.key(photo)));
      }
      for (String jobId : jobs) {
        visitor.ended(machine, jobId);
        visitor.get("/api/tools/status?jobId=" + jobId, machine);
      }
      if (!HANDED_OVER.contains(each.getKey())) {
        assertEquals(0, emulator.cruelty().pending(each.getKey()), "each is met");
      }
      emulator.cruelty().clear();
    }
  }

  private static Way answers(int status, String body) {
    return new Way.Answers(status, body.startsWith("{") ? "application/json" : "text/html", body);
  }

  /** Requests are refused, and a job waits. */
  void bucketAway(FaultyProxy bucket, Emulator emulator) throws Exception {
    String key = SecretsRun.key(photo);
    emulator.cruelty().next(Call.STATUS, 3, new Way.BackInQueue(1));
    String jobId = visitor.submit(UPSCALE, machine, key);
    bucket.rule((_, _) -> new FaultyProxy.Way.Answers(403, "SignatureDoesNotMatch"));
    refused(visitor.form("/api/storage/upload", machine, "file", PHOTO, ""));
    bucket.rule((_, _) -> new FaultyProxy.Way.CutsRequest(0));
    refused(visitor.post(UPSCALE, machine, key));
    bucket.rule((_, _) -> new FaultyProxy.Way.Passes());
    assertEquals("completed", visitor.ended(machine, jobId));
  }
}
