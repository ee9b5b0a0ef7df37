package dev.darkroom.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.blobs.Blob;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.StageException;
import dev.darkroom.operations.Sources.Source;
import java.util.Collection;

/**
 * Which version of each file a job was looked at and priced for. Who holds an address to put a file
 * may put another one in its place while the job waits; that one was never paid for.
 */
final class Pins {
  private static final String FIELD = "versions";
  private static final Cause CHANGED =
      new Cause("SOURCE_CHANGED", "The file was replaced before its turn. Nothing was charged.");

  private Pins() {}

  static void into(ObjectNode input, Collection<Source> sources) {
    sources.forEach(source -> into(input, source.key().value(), source.etag()));
  }

  /** Keeps the version of a file in the input of a job. */
  static void into(ObjectNode input, String key, String etag) {
    // Some buckets tell no version.
    if (!etag.isEmpty()) {
      input.withObjectProperty(FIELD).put(key, etag);
    }
  }

  /**
   * Lets the version pass that was kept, and files of which none was.
   *
   * @throws StageException if it is another one
   */
  static void require(Job job, Blob blob) throws StageException {
    String kept = job.input().path(FIELD).path(blob.key().value()).asText();
    if (!kept.isEmpty() && !kept.equals(blob.etag())) {
      throw new StageException(CHANGED, false, null);
    }
  }
}
