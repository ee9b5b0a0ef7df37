package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.library.UserFolder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's folders and files: seen, listed page by page, counted and deleted. */
@QuarkusTest
class UserFilesTest extends ServerTest {
  private static final byte[] PHOTO = Photos.png(40, 30);
  private static final String ROOT = UserFolder.of(USER).root();

  @Test
  void aFolderIsListedPageByPage() {
    String folder = "list-" + UUID.randomUUID();
    List<String> brought = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      brought.add(into(folder));
    }
    into(folder + "/below/deep");
    into(folder + "/also");

    assertTrue(folders().contains(folder));
    List<String> folders = new ArrayList<>();
    List<String> files = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Response page = list(folder, cursor);
      folders.addAll(page.path("folders"));
      files.addAll(page.path("files.key"));
      cursor = page.path("nextCursor");
    } while (cursor != null && files.size() < 100);

    assertEquals(List.of(folder + "/also", folder + "/below"), folders);
    assertEquals(new ArrayList<>(new TreeSet<>(brought)), files);
    Response one = list(folder, null);
    assertEquals(PHOTO.length, one.<List<Integer>>path("files.size").getFirst());
    assertArrayEquals(PHOTO, download(one.<List<String>>path("files.url").getFirst()));
    assertEquals(List.of(), list(folder + "/nothing", null).path("files"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a//b", "/a", "a/../b", "a\nb", "ａ", "a%2f..%2fb", "~"})
  void aPathThatIsNoneIsRefused(String path) {
    refused(400, "BAD_KEY", "path", () -> list(path, null));
  }

  @Test
  void cursorsOfOtherFoldersAreRefused() {
    for (String cursor : List.of("x", "users/other/a", ROOT + "b/../a", ROOT + "uploads/\n", "~")) {
      refused(400, "BAD_CURSOR", "cursor", () -> list("uploads", cursor));
    }
    refused(400, "BAD_LIMIT", "limit", () -> given().get("/api/storage/list?limit=101"));
  }

  @Test
  void aFileIsSeenAndDeleted() {
    String key = into("trash");
    Response view = given().queryParam("key", key).get("/api/storage/view");
    assertEquals(200, view.statusCode());
    assertEquals("image/png", view.path("contentType"));
    assertEquals(PHOTO.length, view.<Integer>path("size"));
    assertArrayEquals(PHOTO, download(view.path("url")));
    int before = used();

    assertEquals(204, delete(key.substring(ROOT.length())).statusCode());

    assertEquals(before - PHOTO.length, used());
    refused(404, "FILE_NOT_FOUND", "key", () -> delete(key));
    refused(404, "FILE_NOT_FOUND", "key", () -> view(key));
    assertFalse(folders().contains("trash"));
  }

  @Test
  void aResultLeavesTheLibraryWithItsFile() {
    String result = String.valueOf(ended(upscaled(uploaded(PHOTO))).state().resultKey());
    assertTrue(inLibrary(result));
    assertEquals(204, delete(result).statusCode());
    assertFalse(inLibrary(result));
    refused(404, "FILE_NOT_FOUND", "key", () -> view(result));
  }

  @Test
  void aMaskGoesWithItsResult() {
    Response made =
        post(
            "/api/tools/rembg",
            "{\"r2_key\":\"%s\",\"output_mask\":true}".formatted(uploaded(Photos.png(50, 30))));
    String key = made.path("key");
    String mask = key.replaceFirst("[.]png$", ".mask.png");
    assertEquals(200, view(mask).statusCode());
    refused(409, "PART_OF_A_RESULT", "key", () -> delete(mask));
    assertEquals(204, delete(key).statusCode());
    refused(404, "FILE_NOT_FOUND", "key", () -> delete(mask));
  }

  private static boolean inLibrary(String key) {
    return given().get("/api/library?limit=100").<List<String>>path("items.key").contains(key);
  }

  @Test
  void whatIsAnothersIsNotThere() {
    String others = UserFolder.of("other@example.com").library("upscale-1.png");
    refused(404, "FILE_NOT_FOUND", "key", () -> view(others));
    refused(404, "FILE_NOT_FOUND", "key", () -> delete(others));
    refused(404, "FILE_NOT_FOUND", "key", () -> list(others, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/../b", "a//b", "a\u0000b", "a\u202eb", "a%2fb", "é.png", ".hidden"})
  void aKeyThatIsNoneIsRefused(String key) {
    refused(400, "BAD_KEY", "key", () -> view(key));
    refused(400, "BAD_KEY", "key", () -> delete(key));
  }

  @Test
  void aKeyOf1025BytesIsRefused() {
    refused(400, "BAD_KEY", "key", () -> view(("a".repeat(99) + "/").repeat(10) + "a".repeat(25)));
  }

  @Test
  void usageIsToldWithThePlan() {
    into("usage");
    Response usage = given().get("/api/storage/usage");
    assertEquals("ultra", usage.path("plan"));
    assertEquals(1L << 40, usage.<Long>path("limit"));
    assertEquals(1L << 40, usage.<Long>path("remaining") + usage.<Number>path("used").longValue());
  }

  private static List<String> folders() {
    return given().get("/api/storage/list").path("folders");
  }

  private static int used() {
    return given().get("/api/storage/usage").path("used");
  }

  private static String into(String folder) {
    Response response =
        given()
            .multiPart("file", "a.png", PHOTO)
            .multiPart("path", folder)
            .post("/api/storage/upload");
    assertEquals(201, response.statusCode(), response.asString());
    return response.path("key");
  }

  private static Response list(String path, @Nullable String cursor) {
    var request = given().queryParam("path", path).queryParam("limit", 2);
    return (cursor == null ? request : request.queryParam("cursor", cursor))
        .get("/api/storage/list");
  }

  private static Response view(String key) {
    return given().queryParam("key", key).get("/api/storage/view");
  }

  private static Response delete(String key) {
    return given().queryParam("key", key).delete("/api/storage");
  }
}
