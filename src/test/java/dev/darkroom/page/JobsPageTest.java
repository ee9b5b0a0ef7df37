package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import dev.darkroom.testing.Chromium.Screen;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The list of jobs beside every place, and the place of one job, while jobs take their time. */
@QuarkusTest
@TestProfile(JobsPageTest.Slowly.class)
class JobsPageTest extends PageCase {
  /** Each job takes some seconds. */
  public static class Slowly implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("darkroom.emulator.run-delay", "8s");
    }
  }

  @Test
  void threeJobsUnderWayAreAllThereAfterAReloadAndEnd() {
    String key = upload();
    Page page = open("tools/studio");
    List<String> jobs = new ArrayList<>();
    for (String factor : List.of("1.5", "2", "3")) {
      jobs.add(upscale(key, factor));
    }
    for (String job : jobs) {
      assertThat(row(page, job)).isVisible();
    }
    assertThat(page.locator("dr-app header .count")).hasText("3");

    page.reload();
    for (String job : jobs) {
      assertThat(row(page, job)).isVisible();
    }
    chromium.shot("jobs");
    for (String job : jobs) {
      assertThat(row(page, job).locator(".dot.completed"))
          .hasCount(1, new HasCountOptions().setTimeout(LONG_MS));
    }
    assertThat(page.locator("dr-app header .count")).hasCount(0);
  }

  @Test
  void aJobIsCancelledAndTakenUpAgain() {
    String job = upscale(upload(), "2");
    Page page = open("jobs/" + job);
    page.locator("dr-job").getByText("Cancel").click();
    assertThat(page.locator("dr-job")).containsText("Nothing was charged");
    chromium.assertAccessible("a cancelled job");

    page.locator("dr-job").getByText("Try again").click();
    awaitDone(page);
    String again = page.url().replaceFirst(".*#/", "");
    for (Screen screen : Screen.ALL) {
      page = chromium.open(screen, again);
      assertThat(page.locator("dr-job .facts")).isVisible();
      chromium.assertAccessible("a job that is done by " + screen);
      chromium.shot("job-" + screen);
    }
  }

  private static Locator row(Page page, String job) {
    return page.locator("dr-jobs a[href='#/jobs/%s']".formatted(job));
  }
}
