package dev.darkroom.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each submit may say of who is told how its job goes. */
interface WebhookWish {
  /** A public http or https address; null for nobody. */
  @Nullable String webhookUrl();

  /** Names of events, {@code job.completed}; null for the ends of the job. */
  @Nullable List<@Nullable String> webhookEvents();
}
