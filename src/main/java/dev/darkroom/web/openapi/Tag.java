package dev.darkroom.web.openapi;

import java.util.List;

/** A chapter of the description: the operations below some paths, the first that fits. */
record Tag(String words, String description, List<String> paths) {
  private static final List<Tag> ALL =
      List.of(
          new Tag(
              "Operations",
              "What costs: submits. Each answers with a job's id, or waits for its end.",
              List.of(
                  "/api/tools/", "/api/studio", "/api/templates/generate", "/api/templates/video")),
          new Tag(
              "Jobs", "How jobs stand, and what ends them.", List.of("/api/jobs", "/api/events")),
          new Tag(
              "Files", "What users bring, and the bytes of all files.", List.of("/api/storage")),
          new Tag("Library", "What jobs made.", List.of("/api/library")),
          new Tag("Templates", "Saved recipes for pictures.", List.of("/api/templates")),
          new Tag("Credits", "The account and its statement.", List.of("/api/credits")),
          new Tag(
              "Access",
              "Who is there, and tokens for machines.",
              List.of("/api/session", "/api/tokens", "/sign-in")),
          new Tag("Admin", "What admins do for others.", List.of("/api/admin")),
          new Tag("Webhooks", "Who is told, and who tells.", List.of("/api/webhooks")),
          new Tag("More", "The rest.", List.of("/")));

  static List<Tag> all() {
    return ALL;
  }

  static Tag of(String path) {
    if (path.endsWith("/status")) {
      return of("/api/jobs");
    }
    return ALL.stream()
        .filter(tag -> tag.paths().stream().anyMatch(path::startsWith))
        .findFirst()
        .orElseThrow();
  }
}
