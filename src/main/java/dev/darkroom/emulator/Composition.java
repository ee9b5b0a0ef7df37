package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import dev.darkroom.media.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * What the edit models do in place of a generative model: lay subjects over a scene, and grade.
 *
 * <p>One picture is edited. Of several, the first is the scene; the subject of the last stands in
 * front, those between stand behind it, smaller. Same pictures, prompt, frame and seed: same
 * pixels.
 */
final class Composition {
  /** Longest side at which a subject is looked for. */
  private static final int WORKING_PIXELS = 480;

  private final Prompt prompt;
  private final Frame frame;
  private final SplittableRandom random;
  private final long seed;
  private final List<String> done = new ArrayList<>();

  /** Pixels (BGR, owned by whoever asked) and what was done to get there, in a sentence or two. */
  record Composed(Mat bgr, String description) {}

  Composition(Prompt prompt, Frame frame, long seed) {
    this.prompt = prompt;
    this.frame = frame;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Composes.
   *
   * @param pictures at least one; lent
   */
  Composed of(List<Picture> pictures) {
    Mat canvas = frame.filledBy(pictures.getFirst());
    try {
      if (pictures.size() == 1) {
        edit(canvas);
      } else {
        compose(canvas, pictures);
      }
      finish(canvas);
      return new Composed(canvas, description());
    } catch (RuntimeException e) {
      canvas.close();
      throw e;
    }
  }

  private String description() {
    String first = done.getFirst();
    String sentence =
        first.substring(0, 1).toUpperCase(Locale.ROOT)
            + first.substring(1)
            + (done.size() == 1 ? "" : "; " + String.join("; ", done.subList(1, done.size())))
            + ".";
    String unread = prompt.blank() ? " No word of the prompt was understood." : "";
    return sentence + unread + " Classical filters, no generative model.";
  }

  /** One picture: its own subject is kept in place while the background or its paint changes. */
  private void edit(Mat canvas) {
    boolean apart = prompt.paint().isPresent() || prompt.backdrop().isPresent() || prompt.blurred();
    if (!apart) {
      tint(canvas);
      return;
    }
    try (Subject subject = subject(canvas)) {
      if (!subject.sensible()) {
        done.add("found no subject in the picture");
        prompt.paint().ifPresent(color -> grade(canvas, List.of(new Grade.Tint(color))));
        background(canvas);
        return;
      }
      paint(subject);
      background(canvas);
      Layer.over(canvas, subject.bgra(), 0, 0);
    }
  }

  private void compose(Mat canvas, List<Picture> pictures) {
    background(canvas);
    int last = pictures.size() - 1;
    for (int i = 1; i < last; i++) {
      lay(canvas, pictures.get(i), i + 1, Placing.behind(i - 1, last - 1));
    }
    lay(canvas, pictures.get(last), last + 1, Placing.front(random));
  }

  private void lay(Mat canvas, Picture picture, int number, Placing placing) {
    try (Subject subject = subject(picture.mat())) {
      Optional<Rect> box = subject.sensible() ? Layer.box(subject.bgra()) : Optional.empty();
      if (box.isEmpty()) {
        placing.inset(canvas, picture);
        done.add("found no subject in picture " + number + " and laid all of it over picture 1");
        return;
      }
      paint(subject);
      placing.stand(canvas, subject.bgra(), box.get());
      done.add("laid the subject of picture " + number + " over picture 1");
    }
  }

  private static Subject subject(Mat pixels) {
    return Isolation.of(pixels).orElseGet(() -> Subject.of(pixels, WORKING_PIXELS, true));
  }

  private void paint(Subject subject) {
    prompt
        .paint()
        .ifPresent(
            color -> {
              Repaint.apply(subject.bgra(), color);
              done.add("painted the subject " + color.name());
            });
  }

  /** Tint, blur or a plain backdrop: what happens behind the subject. */
  private void background(Mat canvas) {
    tint(canvas);
    if (prompt.backdrop().isPresent()) {
      Backdrop.fill(canvas, prompt.backdrop().get());
      done.add("replaced the background by a " + prompt.backdrop().get().name() + " one");
    } else if (prompt.blurred()) {
      try (Size any = new Size(0, 0)) {
        GaussianBlur(canvas, canvas, any, Math.max(canvas.cols(), canvas.rows()) / 90.0);
      }
      done.add("blurred the background");
    }
  }

  private void tint(Mat canvas) {
    prompt.tint().ifPresent(color -> grade(canvas, List.of(new Grade.Tint(color))));
  }

  /** What happens to the whole picture, in front and behind. */
  private void finish(Mat canvas) {
    grade(canvas, prompt.grades());
    prompt
        .snow()
        .ifPresent(
            snow -> {
              snow.apply(canvas, seed);
              done.add("let " + snow.name().toLowerCase(Locale.ROOT) + " snow fall");
            });
    if (prompt.grain() > 0) {
      Grain.apply(canvas, prompt.grain(), seed);
      done.add("added film grain of strength " + prompt.grain());
    }
    if (prompt.blank()) {
      Grading.even(canvas);
      done.add("evened the contrast");
    }
  }

  private void grade(Mat canvas, List<? extends Grade> grades) {
    Grading.apply(canvas, grades);
    grades.forEach(grade -> done.add(grade.words()));
  }
}
