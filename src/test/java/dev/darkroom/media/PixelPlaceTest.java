package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PixelPlaceTest {

  @Test
  void whoComesTooManyWaitsUntilAPlaceIsGivenBack() throws Exception {
    List<PixelPlace> taken = new ArrayList<>();
    for (int i = 0; i < PixelPlace.PLACES; i++) {
      taken.add(PixelPlace.take());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> next =
          CompletableFuture.supplyAsync(
              () -> {
                PixelPlace.take().close();
                return true;
              },
              threads);
      assertFalse(next.completeOnTimeout(false, 200, TimeUnit.MILLISECONDS).get());
      CompletableFuture<Boolean> after =
          CompletableFuture.supplyAsync(
              () -> {
                PixelPlace.take().close();
                return true;
              },
              threads);
      // Closing twice gives back one place.
      taken.getFirst().close();
      taken.getFirst().close();
      assertEquals(true, after.get(20, TimeUnit.SECONDS));
    } finally {
      taken.forEach(PixelPlace::close);
    }
  }
}
