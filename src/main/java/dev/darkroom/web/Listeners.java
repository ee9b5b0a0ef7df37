package dev.darkroom.web;

import dev.darkroom.blobs.DownloadException;
import dev.darkroom.blobs.GuardedPosts;
import dev.darkroom.jobs.Listener;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who is to be told of a job. The address is looked at again whenever it is called. */
@Singleton
public class Listeners {
  static final String URL = "webhook_url";
  static final String EVENTS = "webhook_events";
  static final int URL_LENGTH_MAX = 2000;

  /** How the names of events begin. */
  static final String PREFIX = "job.";

  private final GuardedPosts posts;

  Listeners(GuardedPosts posts) {
    this.posts = posts;
  }

  /** The listener that was asked for; null for none. */
  @Nullable Listener of(WebhookWish wish) throws Refusal {
    String url = wish.webhookUrl();
    if (url == null) {
      if (wish.webhookEvents() != null) {
        throw bad(URL, "%s needs %s.".formatted(EVENTS, URL));
      }
      return null;
    }
    check(url);
    return new Listener(url, kinds(wish.webhookEvents()));
  }

  private void check(String url) throws Refusal {
    if (url.length() > URL_LENGTH_MAX) {
      throw bad(URL, "%s may have %d characters.".formatted(URL, URL_LENGTH_MAX));
    }
    try {
      posts.check(new URI(url));
    } catch (URISyntaxException e) {
      throw bad(URL, "%s is not a valid address.".formatted(URL));
    } catch (DownloadException e) {
      throw bad(URL, "%s must be a public http or https address.".formatted(URL));
    }
  }

  private static List<String> kinds(@Nullable List<@Nullable String> names) throws Refusal {
    if (names == null) {
      return Listener.ENDS;
    }
    if (names.isEmpty() || names.size() > Listener.KINDS.size()) {
      throw bad(EVENTS, "%s must name one to %d events.".formatted(EVENTS, Listener.KINDS.size()));
    }
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = String.valueOf(names.get(i));
      String kind = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
      if (!Listener.KINDS.contains(kind)) {
        throw bad(
            "%s[%d]".formatted(EVENTS, i),
            "%s must be names of %s.".formatted(EVENTS, names(Listener.KINDS)));
      }
      kinds.add(kind);
    }
    return kinds;
  }

  /** What events are called outside. */
  static List<String> names(List<String> kinds) {
    return kinds.stream().map(kind -> PREFIX + kind).toList();
  }

  private static Refusal bad(String field, String words) {
    return new Refusal(Kind.BAD_INPUT, "BAD_INPUT", field, words);
  }
}
