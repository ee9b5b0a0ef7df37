package dev.darkroom.emulator;

import java.util.List;

/** The models that Darkroom comes with; all of them classical image operators. */
final class Models {
  private Models() {}

  static List<Model> all(EmulatorSettings.Limits limits) {
    return List.of(
        new ClarityUpscaler(limits),
        new GeminiEdit("fal-ai/gemini-25-flash-image/edit", limits),
        new GeminiEdit("fal-ai/nano-banana/edit", limits),
        new SeedreamEdit(limits),
        new BirefNet(limits),
        new Seedance(limits),
        new Kling(limits),
        new SeedVrVideo(),
        new RifeVideo());
  }
}
