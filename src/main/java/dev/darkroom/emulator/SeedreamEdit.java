package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.PictureFormat;
import java.io.IOException;
import java.util.List;

/**
 * {@code fal-ai/bytedance/seedream/v4/edit} with the real one's schema, by classical means.
 *
 * <p>No generative model stands behind it: it composes and grades ({@link Composition}). It makes
 * {@code num_images} pictures; {@code max_images}, {@code enhance_prompt_mode} and the safety
 * checker are checked and have no effect.
 */
final class SeedreamEdit implements Model {
  /** Of a longer list the last are used. */
  private static final int USED_PICTURES = 10;

  /** Bounds the list itself. */
  private static final int MAX_PICTURES = 100;

  private static final int MAX_PICTURES_IN_AND_OUT = 15;

  private final EditModel edits;

  SeedreamEdit(EmulatorSettings.Limits limits) {
    this.edits = new EditModel(limits);
  }

  @Override
  public String id() {
    return "fal-ai/bytedance/seedream/v4/edit";
  }

  @Override
  public ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException {
    InputCheck check = new InputCheck(input);
    String prompt = check.required("prompt");
    List<String> urls = check.texts("image_urls", MAX_PICTURES);
    EditModel.Framing framing = SeedreamSize.read(input.path("image_size"), check);
    int count = check.integer("num_images", 1, 6, 1);
    int most = check.integer("max_images", 1, 6, 1);
    check.choice("enhance_prompt_mode", List.of("standard", "fast"), "standard");
    check.flag("enable_safety_checker", true);
    int seed = check.seed();
    boolean sync = check.flag("sync_mode", false);
    int first = Math.max(0, urls.size() - USED_PICTURES);
    if (urls.size() - first + count * most > MAX_PICTURES_IN_AND_OUT) {
      check.refuse(
          "num_images",
          "value_error",
          "Input and output images together may be at most " + MAX_PICTURES_IN_AND_OUT);
    }
    check.orThrow();
    EditModel.Wish wish =
        new EditModel.Wish(prompt, urls.subList(first, urls.size()), first, count, framing);
    EditModel.Edited edited = edits.run(wish, seed, new Outputs(bench, PictureFormat.PNG, sync));
    ObjectNode output = Json.object();
    output.set("images", edited.images());
    return output.put("seed", edited.seed());
  }
}
