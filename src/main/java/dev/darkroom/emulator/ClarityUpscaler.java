package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureFormat;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/**
 * {@code fal-ai/clarity-upscaler} with the real one's schema and bounds, by classical means.
 *
 * <p>No generative model stands behind it: it enlarges and sharpens what is there ({@link
 * Enlargement}), and invents nothing. {@code creativity} sets how much fine detail is lifted and
 * {@code resemblance} how closely it keeps to the plain enlargement; {@code prompt}, {@code
 * guidance_scale}, {@code num_inference_steps}, the seed and the safety checker are checked and
 * have no effect. The same input gives the same bytes.
 */
final class ClarityUpscaler implements Model {
  private static final int MAX_SEED = Integer.MAX_VALUE;

  /** The longest side that OpenCV's encoders take. */
  private static final int MAX_SIDE_PIXELS = 65_500;

  private static final String FIELD = "image_url";

  private final Sources sources;
  private final long maxInputPixels;
  private final long maxOutputPixels;

  ClarityUpscaler(EmulatorSettings.Limits limits) {
    this.sources = new Sources(limits);
    this.maxInputPixels = limits.maxInputPixels();
    this.maxOutputPixels = limits.maxOutputPixels();
  }

  /** The fields that were asked for, within the bounds of the real one's OpenAPI file. */
  private record Wish(
      String imageUrl, double factor, Enlargement.Strength strength, OptionalInt seed) {

    static Wish of(ObjectNode input) throws ModelException {
      InputCheck check = new InputCheck(input);
      String imageUrl = check.required(FIELD);
      double factor = check.number("upscale_factor", 1, 4, 2);
      double creativity = check.number("creativity", 0, 1, 0.35);
      double resemblance = check.number("resemblance", 0, 1, 0.6);
      check.text("prompt", "");
      check.text("negative_prompt", "");
      check.number("guidance_scale", 0, 20, 4);
      check.integer("num_inference_steps", 4, 50, 18);
      check.flag("enable_safety_checker", true);
      OptionalInt seed =
          input.has("seed")
              ? OptionalInt.of(check.integer("seed", 0, MAX_SEED, 0))
              : OptionalInt.empty();
      check.orThrow();
      return new Wish(imageUrl, factor, new Enlargement.Strength(creativity, resemblance), seed);
    }
  }

  @Override
  public String id() {
    return "fal-ai/clarity-upscaler";
  }

  @Override
  public ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException {
    Wish wish = Wish.of(input);
    bench.progress(0.05);
    byte[] bytes = bench.download(FIELD, wish.imageUrl());
    bench.progress(0.2);
    long startNanos = System.nanoTime();
    try (Picture source = sources.open(FIELD, bytes)) {
      int width = (int) Math.round(source.width() * wish.factor());
      int height = (int) Math.round(source.height() * wish.factor());
      if ((long) width * height > maxOutputPixels || Math.max(width, height) > MAX_SIDE_PIXELS) {
        throw tooLarge();
      }
      bench.progress(0.3);
      try (Picture large = Enlargement.of(source, width, height, wish.strength(), bench)) {
        PictureFormat format = large.alpha() ? PictureFormat.PNG : PictureFormat.JPEG;
        byte[] file = large.encode(format);
        String name = "clarity-upscaler." + format.extension();
        ObjectNode output = Json.object();
        output
            .putObject("image")
            .put("url", bench.publish(name, file))
            .put("content_type", format.contentType())
            .put("file_name", name)
            .put("file_size", file.length)
            .put("width", width)
            .put("height", height);
        output.put("seed", wish.seed().orElseGet(() -> seedOf(bytes)));
        output.putObject("timings").put("inference", (System.nanoTime() - startNanos) / 1e9);
        bench.progress(1);
        return output;
      }
    }
  }

  private ModelException tooLarge() {
    return Sources.tooLarge(FIELD, Math.min(maxInputPixels, maxOutputPixels));
  }

  private static int seedOf(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue() & MAX_SEED;
  }
}
