package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.library.UserFolder;
import dev.darkroom.testing.AnswersSeen;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users do with files, on the packaged jar with its files in a bucket. */
class FilesInS3IT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UserFolder MINE = UserFolder.of("you@localhost");

  @TempDir Path folder;

  @Test
  void whatUsersDoWithFilesGoesAsInAFolder() throws Exception {
    try (S3Server s3 = S3Server.start();
        RealServer server = BucketServers.server(folder, s3.url(), Map.of());
        HttpClient http = HttpClient.newHttpClient()) {
      server.awaitReady();
      String car = server.upload(Path.of("samples/front.jpg"));
      assertTrue(car.startsWith(MINE.root() + "uploads/"), car);

      String jobId =
          BucketServers.submit(server, "/api/tools/upscale", "{\"r2_key\":\"%s\"}".formatted(car));
      BucketServers.awaitAllEnded(server);
      JsonNode made = server.get("/api/tools/status?jobId=" + jobId);
      assertEquals("completed", made.path("status").asText(), made::toString);
      String upscaled = made.path("key").asText();
      assertTrue(
          upscaled.matches("%slibrary/upscale-%s[.](png|jpg)".formatted(MINE.root(), jobId)));

      // The bucket gives it, whole or in part; so does the server, by the key.
      String url = made.path("url").asText();
      assertTrue(url.startsWith(s3.url() + "/" + S3Server.BUCKET + "/" + upscaled + "?"), url);
      byte[] bytes = get(http, url, "").body();
      URI own = URI.create("http://localhost:%d/".formatted(server.port()));
      String byKey = own + "api/storage/file?key=" + upscaled;
      assertArrayEquals(bytes, get(http, byKey, "").body());
      assertArrayEquals(
          get(http, url, "bytes=10-99").body(), get(http, byKey, "bytes=10-99").body());

      // An address that was signed for the bucket is known as one of our files, and not fetched.
      String again = JSON.createObjectNode().put("image_url", url).toString();
      HttpResponse<String> refused =
          server.post("/api/tools/upscale", again, UUID.randomUUID().toString());
      assertEquals("ALREADY_UPSCALED", JSON.readTree(refused.body()).path("code").asText());

      String cut = "{\"r2_key\":\"%s\",\"output_mask\":true}".formatted(car);
      JsonNode first = server.result("/api/tools/rembg", cut);
      assertEquals("cache", server.result("/api/tools/rembg", cut).path("requestId").asText());
      assertTrue(server.download(first.path("image").path("url").asText()) > 1000);
      assertTrue(server.download(first.path("mask_image").path("url").asText()) > 100);

      JsonNode items = server.get("/api/library").path("items");
      assertEquals(2, items.size());
      for (JsonNode item : items) {
        assertEquals(
            item.path("size").asLong(), server.download(item.path("url").asText()), item::toString);
        // The bucket makes none, so this server does.
        String preview = item.path("previewUrl").asText();
        assertTrue(preview.startsWith(own + "api/storage/preview?"), preview);
        assertEquals(200, get(http, preview, "").statusCode(), preview);
      }
      assertTrue(BucketServers.keys(s3).contains(upscaled));
      assertEquals(204, delete(http, own + "api/library?key=" + upscaled));
      assertFalse(BucketServers.keys(s3).contains(upscaled));

      assertThePageMayLoad(s3.url(), own, get(http, own.toString(), ""));
      assertNothingLiesInTheDataFolder(server);
      assertTrue(server.log().contains("CORS rules of R2_BUCKET do not allow GET and PUT"));
      assertFalse(server.log().contains(S3Server.SECRET));
    }
  }

  @Test
  void filesAreBroughtStraightToTheBucketAndReadThereByTheProvider() throws Exception {
    try (S3Server s3 = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(s3.url());
        RealServer server =
            BucketServers.server(
                folder, proxy.url(), Map.of("DARKROOM_OPERATIONS_INPUTS", "link"));
        HttpClient http = HttpClient.newHttpClient()) {
      server.awaitReady();
      byte[] photo = Files.readAllBytes(Path.of("samples/front.jpg"));
      JsonNode ticket = presign(server, photo.length);
      String key = ticket.path("key").asText();
      URI put = URI.create(ticket.path("url").asText());

      // The bucket itself holds the client to what it said.
      byte[] longer = Arrays.copyOf(photo, photo.length + 1);
      assertEquals(403, put(http, put, "image/jpeg", longer));
      assertEquals(403, put(http, put, "text/html", photo));
      assertEquals(403, put(http, URI.create(put + "0"), "image/jpeg", photo));
      assertFalse(BucketServers.keys(s3).contains(key));
      assertEquals(200, put(http, put, "image/jpeg", photo));

      // What somebody may still put another file in place of is uploaded, all else is linked.
      String steady = server.upload(Path.of("samples/front.jpg"));
      for (String each : List.of(key, steady)) {
        String body = "{\"r2_key\":\"%s\"}".formatted(each);
        String jobId = BucketServers.submit(server, "/api/tools/upscale", body);
        BucketServers.awaitAllEnded(server);
        assertEquals("completed", server.get("/api/jobs/" + jobId).path("status").asText());
      }
      assertTrue(wasFetchedByLink(proxy, steady));
      assertFalse(wasFetchedByLink(proxy, key));

      // What says that it is a picture and is not is found out when it is used.
      JsonNode lie = presign(server, 5);
      byte[] text = {'h', 'e', 'l', 'l', 'o'};
      assertEquals(200, put(http, URI.create(lie.path("url").asText()), "image/jpeg", text));
      String used = "{\"r2_key\":\"%s\"}".formatted(lie.path("key").asText());
      HttpResponse<String> refused = server.post("/api/tools/upscale", used, "lie");
      assertEquals(415, refused.statusCode(), refused::body);

      JsonNode root = server.get("/api/storage/list");
      assertEquals("[\"library\",\"uploads\"]", root.path("folders").toString());
      JsonNode view = server.get("/api/storage/view?key=" + key);
      assertEquals("image/jpeg", view.path("contentType").asText());
      assertArrayEquals(photo, get(http, view.path("url").asText(), "").body());
      long stored = server.get("/api/storage/usage").path("used").asLong();
      assertTrue(stored >= photo.length, "stored " + stored);
      String own = "http://localhost:%d/api/storage?key=".formatted(server.port());
      assertEquals(204, delete(http, own + key));
      assertFalse(BucketServers.keys(s3).contains(key));
      assertEquals(404, delete(http, own + key));
    }
  }

  private static boolean wasFetchedByLink(FaultyProxy proxy, String key) {
    String fetched = "GET /%s/%s?".formatted(S3Server.BUCKET, key);
    return proxy.asked().stream()
        .anyMatch(line -> line.startsWith(fetched) && line.contains("X-Amz-Signature="));
  }

  private static JsonNode presign(RealServer server, long size) throws Exception {
    String asked =
        """
        {"filename":"car.jpg","contentType":"image/jpeg","size":%d}"""
            .formatted(size);
    HttpResponse<String> answer =
        server.post("/api/storage/presign", asked, UUID.randomUUID().toString());
    assertEquals(200, answer.statusCode(), answer::body);
    return JSON.readTree(answer.body());
  }

  private static int put(HttpClient http, URI url, String type, byte[] file) throws Exception {
    return AnswersSeen.require(
            http.send(
                HttpRequest.newBuilder(url)
                    .header("Content-Type", type)
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(file))
                    .build(),
                HttpResponse.BodyHandlers.ofString()))
        .statusCode();
  }

  private static void assertThePageMayLoad(URI bucket, URI own, HttpResponse<?> page) {
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    String origin = own.toString().replaceFirst("/$", "");
    assertTrue(policy.contains("img-src 'self' blob: %s %s;".formatted(bucket, origin)), policy);
    for (String kind : List.of("media-src 'self' blob:", "connect-src 'self'")) {
      assertTrue(policy.contains("%s %s;".formatted(kind, bucket)), policy);
    }
  }

  private static void assertNothingLiesInTheDataFolder(RealServer server) throws IOException {
    assertFalse(Files.exists(server.data().resolve("blobs")));
    try (Stream<Path> copies = Files.list(server.data().resolve("downloads"))) {
      assertEquals(List.of(), copies.toList());
    }
  }

  private static HttpResponse<byte[]> get(HttpClient http, String url, String range)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (!range.isEmpty()) {
      request.header("Range", range);
    }
    HttpResponse<byte[]> answer =
        AnswersSeen.require(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    assertEquals(range.isEmpty() ? 200 : 206, answer.statusCode(), url);
    return answer;
  }

  private static int delete(HttpClient http, String url) throws Exception {
    return AnswersSeen.require(
            http.send(
                HttpRequest.newBuilder(URI.create(url)).DELETE().build(),
                HttpResponse.BodyHandlers.ofString()))
        .statusCode();
  }
}
