package dev.darkroom.web.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** What answers say beside their bodies. What is required is always there. */
final class Headers {

  private Headers() {}

  static Header location() {
    return text("Where the job, or what was made, is read.", true).example("/api/jobs/0197f0c4-…");
  }

  static Header idempotencyReplayed() {
    return text("true: this is the answer to an earlier request of the same key.", false);
  }

  static Header preferenceApplied() {
    return text("What of `Prefer` was done.", false).example("wait=10");
  }

  static Header etag() {
    return text("Changes with what is answered.", true).example("\"5f2c…\"");
  }

  static Header contentRange() {
    return text("Which bytes of how many.", true).example("bytes 0-999/48213");
  }

  static Header acceptRanges() {
    return text("bytes", true);
  }

  static Header wwwAuthenticate() {
    return text("How to sign in.", true).example("Bearer");
  }

  static Header retryAfter() {
    return OASFactory.createHeader()
        .description("Seconds.")
        .required(true)
        .schema(OASFactory.createSchema().addType(SchemaType.INTEGER))
        .example(5);
  }

  private static Header text(String words, boolean required) {
    return OASFactory.createHeader()
        .description(words)
        .required(required)
        .schema(OASFactory.createSchema().addType(SchemaType.STRING));
  }
}
