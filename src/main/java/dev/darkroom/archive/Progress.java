package dev.darkroom.archive;

import java.util.Locale;
import java.util.function.Consumer;

/** Tells now and then how many lines are done. */
final class Progress {
  private static final long EACH = 20_000;

  private final String doing;
  private final Consumer<String> say;
  private long lines;

  Progress(String doing, Consumer<String> say) {
    this.doing = doing;
    this.say = say;
    say.accept(doing + " …");
  }

  void add(long more) {
    long before = lines;
    lines += more;
    if (before / EACH < lines / EACH) {
      say.accept(String.format(Locale.ROOT, "%s … %,d lines", doing, lines));
    }
  }
}
