package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Phase;
import dev.darkroom.provider.WebhookAddresses;
import dev.darkroom.testing.SignedWebhook;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the provider tells by itself, and what others tell in its name. */
@QuarkusTest
class WebhookTest extends ServerTest {
  private static final int STRANGERS = 10_000;
  private static final int CLIENTS = 8;
  private static final String MODEL = "fal-ai/clarity-upscaler";

  @Inject WebhookAddresses addresses;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final byte[] photo = Photos.png(64, 48);

  private List<String> story(Job job) {
    return jobs.events(job).stream().map(JobEvent::kind).toList();
  }

  @Test
  void aLostAnswerIsFoundByItsWebhookAndNotSubmittedAgain() {
    int before = emulator.accepted();
    emulator.cruelty().next(Call.SUBMIT, new Way.CutAfterAccepting());
    Job done = ended(upscaled(uploaded(photo)));
    assertEquals(Phase.COMPLETED, done.phase());
    assertTrue(story(done).contains("found"), story(done)::toString);
    assertEquals(before + 1, emulator.accepted());
    assertEquals(0, done.state().counts().lostAnswers());
    assertEquals(1, done.state().counts().submits());
    String metrics = given().get("/q/metrics").asString();
    assertTrue(
        metrics.contains("darkroom_job_events_total{kind=\"found\",type=\"upscale\"}"), metrics);
  }

  /** A job that runs for ever, and a webhook as the provider would sign it. */
  private SignedWebhook of(Job job) {
    URI address = addresses.of(job.id(), 0, MODEL);
    String request = Objects.requireNonNull(job.state().request()).requestId();
    return new SignedWebhook(address, request, Instant.now(), SignedWebhook.providersKey(data));
  }

  private Job running() {
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String id = upscaled(uploaded(photo));
    return await()
        .until(() -> jobs.find(USER, id).orElseThrow(), job -> job.phase() == Phase.RUNNING);
  }

  private int status(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  @Test
  void whoIsNotTheProviderChangesNothing() throws Exception {
    Job job = running();
    SignedWebhook good = of(job);
    PrivateKey stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
    URI otherJobs = addresses.of("another", 0, MODEL);
    List<HttpRequest> bad =
        List.of(
            good.by(stranger).request(),
            good.at(Instant.now().minusSeconds(310)).request(),
            good.at(Instant.now().plusSeconds(900)).request(),
            good.withBodyAfterwards("{\"request_id\":\"another\",\"status\":\"OK\"}"),
            good.without("X-Fal-Webhook-Signature"),
            good.without("X-Fal-Webhook-Timestamp"),
            good.without("X-Fal-Webhook-User-Id"),
            good.to(URI.create(good.address().toString().replaceFirst("stage=0", "stage=1")))
                .request(),
            good.to(URI.create(good.address().toString().replaceFirst(job.id(), "another")))
                .request());
    Footprint before = footprint();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < STRANGERS; i++) {
        HttpRequest request = bad.get(i % bad.size());
        answers.add(clients.submit(() -> status(request)));
      }
      for (Future<Integer> each : answers) {
        assertEquals(403, each.get());
      }
    }
    // Rightly signed, of a job that is not there.
    assertEquals(204, status(good.to(otherJobs).request()));
    assertUntouched(before);
    Job after = jobs.find(USER, job.id()).orElseThrow();
    assertEquals(job.state().request(), after.state().request());
    assertEquals(story(job), story(after));
    jobs.cancel(USER, job.id());
    ended(job.id());
  }

  /** Without a length, so that only who reads it can know that it is too much. */
  @Test
  void nothingIsReadOfStrangersAndNotTooMuchOfAnybody() throws Exception {
    Job job = running();
    HttpRequest good = of(job).request();
    String stranger = good.uri().toString().replaceFirst("token=[0-9a-f]+", "token=0");
    assertEquals(403, status(endless(good, URI.create(stranger))));
    assertEquals(413, status(endless(good, good.uri())));
    jobs.cancel(USER, job.id());
    ended(job.id());
  }

  private static HttpRequest endless(HttpRequest like, URI address) {
    return HttpRequest.newBuilder(like, (_, _) -> true)
        .uri(address)
        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3 << 20])))
        .build();
  }

  /** A webhook is answered at once, however often it comes; the job goes on as it would. */
  @Test
  void repeatedOnesAreHarmless() throws Exception {
    Job job = running();
    HttpRequest same = of(job).request();
    long[] nanos = new long[500];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      assertEquals(204, status(same));
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "500 webhooks: p50 %.1f ms, p99 %.1f ms%n", nanos[250] / 1e6, nanos[495] / 1e6);
    assertEquals(Phase.RUNNING, jobs.find(USER, job.id()).orElseThrow().phase());
    jobs.cancel(USER, job.id());
    assertEquals(Phase.CANCELLED, ended(job.id()).phase());
    // And after its end.
    assertEquals(204, status(same));
    assertEquals(Phase.CANCELLED, ended(job.id()).phase());
  }
}
