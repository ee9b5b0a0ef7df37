package dev.darkroom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.blobs.ContentTypes;
import dev.darkroom.testing.AnswersSeen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** All ways by which a file comes into a packaged server. */
final class Doors implements AutoCloseable {
  static final String UPLOAD = "upload";
  static final String PRESIGNED = "presigned";
  static final String VIDEO = "video";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final String BOX = "\"boundingBox\":{\"x\":8,\"y\":8,\"width\":32,\"height\":32}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final Map<String, Door> doors = new TreeMap<>();

  /** Takes a file; the answer is what the server says of it. */
  interface Door {
    HttpResponse<String> bring(String name, byte[] file) throws Exception;
  }

  /**
   * Those of this server.
   *
   * @param photo a good picture of 64×64 pixels, for requests that need another one
   * @param query of each submit, as {@code ?quote=true}; or empty
   */
  Doors(int port, byte[] photo, String query) {
    this.server = URI.create("http://localhost:" + port);
    String good = data(photo);
    doors.put(UPLOAD, (name, file) -> form("/api/storage/upload", "file", name, file));
    doors.put(PRESIGNED, (name, file) -> presigned(query, name, file));
    String video = "/api/templates/video" + query;
    doors.put(VIDEO, (name, file) -> form(video, "startImage", name, file));
    inJson("upscale", "/api/tools/upscale" + query, "{\"image_url\":\"%s\"}");
    inJson("rembg", "/api/tools/rembg" + query, "{\"data_url\":\"%s\"}");
    inJson("studio", "/api/studio" + query, "{\"prompt\":\"night\",\"image_urls\":[\"%s\"]}");
    inJson(
        "generate",
        "/api/templates/generate" + query,
        "{\"templateSlug\":\"showroom\",\"userImageDataUrls\":[\"%s\"]}");
    String edit = "/api/tools/draw-to-edit" + query;
    String start = "{\"prompt\":\"night\"," + BOX + ",\"imageDataUrl\":\"";
    inJson("region", edit, start + "%s\",\"originalImageDataUrl\":\"" + good + "\"}");
    inJson("original", edit, start + good + "\",\"originalImageDataUrl\":\"%s\"}");
    inJson(
        "mask",
        edit,
        start + good + "\",\"originalImageDataUrl\":\"" + good + "\",\"carMaskUrl\":\"%s\"}");
  }

  /** By their names. */
  Map<String, Door> all() {
    return doors;
  }

  private void inJson(String name, String path, String body) {
    doors.put(name, (_, file) -> post(path, "application/json", body.formatted(data(file))));
  }

  private static String data(byte[] file) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(file);
  }

  private HttpResponse<String> form(String path, String field, String name, byte[] file)
      throws Exception {
    String head =
        """
        --edge\r
        Content-Disposition: form-data; name="data"\r
        \r
        {"prompt":"pan"}\r
        --edge\r
        Content-Disposition: form-data; name="%s"; filename="%s"\r
        \r
        """
            .formatted(field, name);
    return send(
        to(path, "multipart/form-data; boundary=edge")
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofByteArray(file),
                    BodyPublishers.ofString("\r\n--edge--\r\n"))));
  }

  /** Put there by a browser itself, and used; that is when it is looked at. It goes again. */
  private HttpResponse<String> presigned(String query, String name, byte[] file) throws Exception {
    String type = ContentTypes.sniff(file);
    HttpResponse<String> ticket =
        post(
            "/api/storage/presign",
            "application/json",
            "{\"filename\":\"%s\",\"contentType\":\"%s\",\"size\":%d}"
                .formatted(name, type, file.length));
    if (ticket.statusCode() != 200) {
      return ticket;
    }
    JsonNode told = JSON.readTree(ticket.body());
    BodyPublisher bytes = BodyPublishers.ofByteArray(file);
    HttpResponse<String> put = send(to(told.path("url").asText(), type).PUT(bytes));
    if (put.statusCode() / 100 != 2) {
      return put;
    }
    String key = told.path("key").asText();
    String used = type.startsWith("video/") ? "/api/tools/video-upscale" : "/api/tools/upscale";
    String body = "{\"r2_key\":\"%s\"}".formatted(key);
    HttpResponse<String> answer = post(used + query, "application/json", body);
    send(to("/api/storage?key=" + key, "text/plain").DELETE());
    return answer;
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(to(path, type).POST(BodyPublishers.ofString(body, StandardCharsets.US_ASCII)));
  }

  private HttpRequest.Builder to(String path, String type) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(WITHIN)
        .header("Content-Type", type);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return AnswersSeen.require(http.send(request.build(), BodyHandlers.ofString()));
  }

  @Override
  public void close() {
    http.close();
  }
}
