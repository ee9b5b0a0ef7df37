package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The calls of rest.fal.ai and of the file host: initiate, PUT whole or in parts, GET. */
final class StorageCalls {
  private final CdnFiles files;
  private final int maxBodyBytes;

  StorageCalls(CdnFiles files, int maxBodyBytes) {
    this.files = files;
    this.maxBodyBytes = maxBodyBytes;
  }

  Answer initiate(Incoming incoming) throws IOException, Incoming.Refusal {
    JsonNode body = Incoming.json(incoming.body(maxBodyBytes));
    CdnFiles.Announced announced = files.announce(body.path("file_name").asText("file"));
    return Answer.json(
        200,
        Json.object()
            .put("upload_url", incoming.baseUrl() + announced.uploadPath())
            .put("file_url", incoming.baseUrl() + announced.reference()));
  }

  Answer upload(String token, Incoming incoming) throws IOException {
    Optional<String> reference = files.announced(token);
    if (reference.isEmpty()) {
      return Answer.detail(403, "Invalid upload URL");
    }
    return files.receive(reference.get(), incoming.stream())
        ? Answer.json(200, Json.object())
        : Answer.detail(413, "File is too large");
  }

  Answer part(String token, int number, Incoming incoming) throws IOException {
    if (files.announced(token).isEmpty()) {
      return Answer.detail(403, "Invalid upload URL");
    }
    return files
        .parts()
        .receive(token, number, incoming.stream())
        .map(
            etag ->
                // Some clients read the one, some the other.
                Answer.json(200, Json.object().put("partNumber", number).put("etag", etag))
                    .with("ETag", etag))
        .orElseGet(() -> Answer.detail(413, "File is too large"));
  }

  Answer complete(String token, Incoming incoming) throws IOException, Incoming.Refusal {
    JsonNode parts = Incoming.json(incoming.body(maxBodyBytes)).path("parts");
    Optional<String> reference = files.announced(token);
    if (reference.isEmpty()) {
      return Answer.detail(403, "Invalid upload URL");
    }
    return files.complete(token, reference.get(), parts)
        ? Answer.json(200, Json.object())
        : Answer.detail(400, "Invalid part");
  }

  Answer file(String key, String name) throws IOException {
    Optional<Path> file = files.find("/files/b/" + key + "/" + name);
    if (file.isEmpty()) {
      return Answer.detail(404, "File not found");
    }
    return Answer.file(ContentType.of(file.get()), file.get(), Files.size(file.get()));
  }
}
