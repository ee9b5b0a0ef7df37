package dev.darkroom.web;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that its owner may make, and what it is to others.
 *
 * @param operation method and path as the server describes them
 * @param target path and query, and {@code body} JSON; both name the owner's things in braces
 * @param reach what another user meets
 * @param scopes the tokens that may do it
 * @param status what the owner is answered
 */
record OwnersCase(
    String operation,
    String target,
    @Nullable String body,
    Reach reach,
    List<String> scopes,
    int status) {

  /** What another user meets at an address. */
  enum Reach {
    /** It names something of the owner's: not found. */
    NAMED,
    /** It is about whoever asks: nothing of the owner's is in the answer. */
    OWN,
    /** It is the same for all. */
    SHARED,
    /** It never ends, so it is asked for in a way that is refused. */
    ENDLESS,
    /** Only admins may. */
    ADMINS,
    /** Only an address that was signed opens it, for whoever has it. */
    SIGNED,
    /** A browser is sent on. */
    SIGN_IN
  }

  private static final List<String> JOBS = List.of("jobs");
  private static final List<String> FILES = List.of("files");
  private static final List<String> ADMIN = List.of("admin");
  private static final List<String> ANY = List.of("jobs", "files", "admin");
  private static final List<String> NONE = List.of();
  private static final String TEMPLATE =
      "{\"slug\":\"walk\",\"name\":\"Walk\",\"description\":\"A walk\",\"prompt\":\"a car\"}";

  /** One or more for everything that the server describes. */
  static List<OwnersCase> all() {
    return List.of(
        get("/api/jobs", "/api/jobs", Reach.OWN, JOBS),
        get("/api/jobs/{id}", "/api/jobs/{job}", Reach.NAMED, JOBS),
        get("/api/jobs/{id}", "/api/jobs/{request}", Reach.NAMED, JOBS),
        new OwnersCase(
            "post /api/jobs/{id}/cancel", "/api/jobs/{job}/cancel", null, Reach.NAMED, JOBS, 200),
        get("/api/jobs/{id}/events", "/api/jobs/{job}/events", Reach.NAMED, JOBS),
        new OwnersCase("get /api/events", "/api/events?after=now", null, Reach.ENDLESS, JOBS, 400),
        // Their job is theirs, and only then not one that failed.
        new OwnersCase(
            "post /api/jobs/{id}/retry", "/api/jobs/{job}/retry", null, Reach.NAMED, JOBS, 409),
        get("/api/jobs/{id}/deliveries", "/api/jobs/{job}/deliveries", Reach.NAMED, JOBS),
        // Their job is theirs, and only then one without a webhook.
        new OwnersCase(
            "post /api/jobs/{id}/deliveries/redeliver",
            "/api/jobs/{job}/deliveries/redeliver",
            json("{}"),
            Reach.NAMED,
            JOBS,
            409),
        status("/api/tools/status"),
        status("/api/templates/generate/status"),
        status("/api/templates/video/status"),
        get("/api/tools/status", "/api/tools/status?jobId={request}", Reach.NAMED, JOBS),
        submit("/api/tools/upscale", "{'r2_key':'{photo}'}"),
        submit("/api/studio", "{'prompt':'brighter','image_keys':['{photo}']}"),
        submit("/api/tools/rembg", "{'r2_key':'{photo}'}"),
        submit("/api/tools/video-upscale", "{'r2_key':'{film}'}"),
        submit(
            "/api/templates/generate",
            "{'templateSlug':'night-street','userImageKeys':['{photo}']}"),
        submit(
            "/api/tools/draw-to-edit",
            "{'prompt':'brighter','originalKey':'{photo}','imageDataUrl':'{data}',"
                + "'boundingBox':{'x':0,'y':0,'width':16,'height':16}}"),
        // Their film is theirs, and only then not large enough.
        new OwnersCase(
            "post /api/tools/video-interpolate",
            "/api/tools/video-interpolate",
            json("{'r2_key':'{film}'}"),
            Reach.NAMED,
            JOBS,
            400),
        form("/api/templates/video", "startImage", JOBS, 202),
        form("/api/storage/upload", "file", FILES, 201),
        new OwnersCase(
            "post /api/storage/presign",
            "/api/storage/presign",
            json("{'filename':'a.png','contentType':'image/png','size':100}"),
            Reach.OWN,
            FILES,
            200),
        new OwnersCase(
            "put /api/storage/put",
            "/api/storage/put?key={photo}&type=image%2Fpng&size=9&expires=9999999999&signature=x",
            "123456789",
            Reach.SIGNED,
            FILES,
            403),
        new OwnersCase(
            "post /api/webhooks/fal",
            "/api/webhooks/fal?job={job}&stage=0&model=fal-ai%2Fclarity-upscaler&token=x",
            json("{'request_id':'{request}','status':'OK'}"),
            Reach.SIGNED,
            JOBS,
            403),
        get("/api/storage/view", "/api/storage/view?key={photo}", Reach.NAMED, FILES),
        get("/api/storage/file", "/api/storage/file?key={photo}", Reach.NAMED, FILES),
        get("/api/storage/file", "/api/storage/file?key={made}", Reach.NAMED, FILES),
        get("/api/storage/preview", "/api/storage/preview?key={photo}", Reach.NAMED, FILES),
        get("/api/storage/preview", "/api/storage/preview?key={made}", Reach.NAMED, FILES),
        get("/api/storage/list", "/api/storage/list?path=uploads", Reach.OWN, FILES),
        get("/api/storage/usage", "/api/storage/usage", Reach.OWN, FILES),
        get("/api/library", "/api/library", Reach.OWN, FILES),
        get("/api/credits", "/api/credits", Reach.OWN, JOBS),
        get("/api/credits/transactions", "/api/credits/transactions", Reach.OWN, JOBS),
        get("/api/templates", "/api/templates", Reach.SHARED, JOBS),
        get("/api/templates/{slug}", "/api/templates/night-street", Reach.SHARED, JOBS),
        new OwnersCase("post /api/templates", "/api/templates", TEMPLATE, Reach.ADMINS, ADMIN, 201),
        new OwnersCase(
            "put /api/templates/{slug}", "/api/templates/walk", TEMPLATE, Reach.ADMINS, ADMIN, 200),
        new OwnersCase(
            "delete /api/templates/{slug}", "/api/templates/walk", null, Reach.ADMINS, ADMIN, 204),
        new OwnersCase(
            "post /api/admin/credits",
            "/api/admin/credits",
            json("{'email':'{owner}','delta':1,'reason':'Walk','ref':'walk'}"),
            Reach.ADMINS,
            ADMIN,
            200),
        get("/api/admin/credits", "/api/admin/credits?user={owner}", Reach.ADMINS, ADMIN),
        get("/api/admin/jobs", "/api/admin/jobs?user={owner}", Reach.ADMINS, ADMIN),
        get("/api/admin/jobs/{id}", "/api/admin/jobs/{job}", Reach.ADMINS, ADMIN),
        get("/api/admin/jobs/{id}", "/api/admin/jobs/{request}", Reach.ADMINS, ADMIN),
        new OwnersCase(
            "post /api/admin/jobs/{id}/cancel",
            "/api/admin/jobs/{job}/cancel",
            null,
            Reach.ADMINS,
            ADMIN,
            200),
        // Their job has ended, and not failed.
        new OwnersCase(
            "post /api/admin/jobs/{id}/retry",
            "/api/admin/jobs/{job}/retry",
            null,
            Reach.ADMINS,
            ADMIN,
            409),
        new OwnersCase(
            "post /api/admin/jobs/{id}/release",
            "/api/admin/jobs/{job}/release",
            null,
            Reach.ADMINS,
            ADMIN,
            409),
        get("/api/admin/users", "/api/admin/users?q=o", Reach.ADMINS, ADMIN),
        get("/api/admin/users/{email}", "/api/admin/users/{owner}", Reach.ADMINS, ADMIN),
        get("/api/admin/provider", "/api/admin/provider", Reach.ADMINS, ADMIN),
        get("/api/admin/intake", "/api/admin/intake", Reach.ADMINS, ADMIN),
        new OwnersCase(
            "post /api/admin/intake",
            "/api/admin/intake",
            json("{'open':true}"),
            Reach.ADMINS,
            ADMIN,
            200),
        get("/api/session", "/api/session", Reach.OWN, ANY),
        new OwnersCase("delete /api/session", "/api/session", null, Reach.OWN, ANY, 204),
        get("/sign-in", "/sign-in", Reach.SIGN_IN, ANY),
        get("/api/webhooks/secret", "/api/webhooks/secret", Reach.OWN, NONE),
        new OwnersCase(
            "post /api/webhooks/secret", "/api/webhooks/secret", null, Reach.OWN, NONE, 200),
        get("/api/tokens", "/api/tokens", Reach.OWN, NONE),
        new OwnersCase(
            "post /api/tokens",
            "/api/tokens",
            json("{'name':'walk','scopes':['jobs']}"),
            Reach.OWN,
            NONE,
            201),
        new OwnersCase(
            "delete /api/tokens/{id}", "/api/tokens/{token}", null, Reach.NAMED, NONE, 204),
        new OwnersCase(
            "delete /api/library", "/api/library?key={made}", null, Reach.NAMED, FILES, 204),
        new OwnersCase(
            "delete /api/storage", "/api/storage?key={photo}", null, Reach.NAMED, FILES, 204));
  }

  private static OwnersCase get(String path, String target, Reach reach, List<String> scopes) {
    return new OwnersCase("get " + path, target, null, reach, scopes, 200);
  }

  private static OwnersCase status(String path) {
    return get(path, path + "?jobId={job}", Reach.NAMED, JOBS);
  }

  private static OwnersCase submit(String path, String body) {
    return new OwnersCase("post " + path, path, json(body), Reach.NAMED, JOBS, 202);
  }

  /** Names the field that carries a picture. */
  private static OwnersCase form(String path, String field, List<String> scopes, int status) {
    return new OwnersCase("post " + path, path, "form " + field, Reach.OWN, scopes, status);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  /** Sends it. */
  Response send(RequestSpecification request, Map<String, String> things) {
    String filled = fill(target, things);
    String method = operation.substring(0, operation.indexOf(' '));
    request.urlEncodingEnabled(false).redirects().follow(false);
    request.header("Prefer", "respond-async");
    if (body != null && body.startsWith("form ")) {
      request.multiPart(
          new MultiPartSpecBuilder(Photos.png(64, 48))
              .controlName(body.substring("form ".length()))
              .fileName("a.png")
              .build());
      request.multiPart("data", "{\"prompt\":\"slowly\",\"provider\":\"seedance\"}");
    } else if (body != null) {
      boolean isJson = body.startsWith("{");
      request
          .contentType(isJson ? ContentType.JSON : ContentType.BINARY)
          .body(fill(body, things).getBytes(StandardCharsets.UTF_8));
    }
    return request.request(method, filled);
  }

  private static String fill(String text, Map<String, String> things) {
    String filled = text;
    for (Map.Entry<String, String> each : things.entrySet()) {
      filled = filled.replace("{" + each.getKey() + "}", each.getValue());
    }
    return filled;
  }

  @Override
  public String toString() {
    return operation + " " + target;
  }
}
