package dev.darkroom.notify;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.Fixtures.told;
import static dev.darkroom.notify.Office.all;
import static dev.darkroom.notify.Office.say;
import static dev.darkroom.notify.Office.verify;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The secrets by which receivers know that it is this server which tells them. */
public interface SecretsContract extends JobMoves {
  NotifyStore webhooks();

  @Test
  default void aSecretThatWasChangedCountsForAnotherDay() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (RawServer receiver = RawServer.answering(_ -> say(200));
        Office office = Office.of(webhooks(), jobs(), now).open(receiver)) {
      Secrets secrets = office.secrets;
      Secrets.Secret first = secrets.of(ANN, now).getFirst();
      assertTrue(first.text().startsWith("whsec_"));
      assertTrue(secrets.rotate(ANN, now.minus(Duration.ofHours(25))));
      Secrets.Secret second = secrets.of(ANN, now.minus(Duration.ofHours(25))).getFirst();
      assertTrue(secrets.rotate(ANN, now.minus(Duration.ofHours(23))));
      List<Secrets.Secret> valid = secrets.of(ANN, now);
      assertEquals(2, valid.size());
      assertEquals(second.text(), valid.getLast().text());
      assertEquals(now.plus(Duration.ofHours(1)), valid.getLast().until());

      admit(told(ANN, all(receiver), now));
      office.run();
      Request request = receiver.requests().getFirst();
      verify(valid.getFirst(), request);
      verify(valid.getLast(), request);
      assertThrows(WebhookVerificationException.class, () -> verify(first, request));
      assertArrayEquals(
          new String[] {"v1", "v1"},
          Arrays.stream(
                  Objects.requireNonNull(request.headers().get("webhook-signature")).split(" ", -1))
              .map(each -> each.substring(0, 2))
              .toArray());
      for (int i = 0; i < Secrets.ROTATIONS_MAX - 1; i++) {
        secrets.rotate(ANN, now);
      }
      assertFalse(secrets.rotate(ANN, now));
      assertTrue(secrets.rotate(ANN, now.plus(Secrets.OLD_VALID)));
    }
  }

  @Test
  default void secretsFollowFromTheServersOwnAndAreInNoRow() {
    Secrets secrets = new Secrets(webhooks(), "one");
    secrets.rotate(ANN, NOON);
    String text = secrets.of(ANN, NOON).getFirst().text();
    assertEquals(text, new Secrets(webhooks(), "one").of(ANN, NOON).getFirst().text());
    assertFalse(text.equals(new Secrets(webhooks(), "two").of(ANN, NOON).getFirst().text()));
    assertFalse(text.equals(secrets.of(BEN, NOON).getFirst().text()));
    assertFalse(webhooks().rotations(ANN).toString().contains(text.substring(6)));
    assertEquals(32, Base64.getDecoder().decode(text.substring(6)).length);
  }
}
