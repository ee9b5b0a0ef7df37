package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What costs is paid once, at the price that was shown, whatever is lost or late on the way. */
@QuarkusTest
@TestProfile(JobsPageTest.Slowly.class)
class MoneyPageTest extends PageCase {

  @Test
  void anOrderWhoseAnswerIsLostIsTakenAndPaidOnce() {
    Page page = open("tools/upscale");
    choose(page, CAR);
    Set<String> before = jobs();
    loseAnswers(page, "**/api/tools/upscale");
    order(page);
    assertThat(page.locator("dr-order .note")).containsText("504", afterAllTries());

    page.unroute("**/api/tools/upscale");
    order(page);
    awaitDone(page);
    assertOneIsPaid(before);
    chromium.assertSilent("Failed to load resource");
  }

  @Test
  void anotherTryWhoseAnswerIsLostIsTakenAndPaidOnce() {
    String job = upscale(upload(), "2");
    given().post("/api/jobs/%s/cancel".formatted(job)).then().statusCode(200);
    Page page = open("jobs/" + job);
    Locator again = page.locator("dr-job").getByText("Try again · 1 credit");
    assertThat(again).isVisible(new IsVisibleOptions().setTimeout(LONG_MS));
    Set<String> before = jobs();
    loseAnswers(page, "**/api/jobs/*/retry");
    again.click();
    assertThat(page.locator("dr-job p.bad")).containsText("504", afterAllTries());

    // Not even a reload makes it another wish.
    page.unroute("**/api/jobs/*/retry");
    page.reload();
    again.click();
    awaitDone(page);
    assertOneIsPaid(before);
    chromium.assertSilent("Failed to load resource");
  }

  @Test
  void nothingIsOrderedAtAPriceThatWasNotShown() {
    Page page = open("tools/upscale");
    choose(page, CAR);
    Locator price = page.locator("dr-order .price");
    Locator button = page.locator("dr-order button.main");
    assertThat(price).containsText("1 credit");
    assertThat(button).isEnabled();

    List<Route> held = new ArrayList<>();
    page.route("**/api/tools/upscale?quote=true", held::add);
    page.locator("dr-upscale .choices label").first().click();
    page.waitForCondition(() -> !held.isEmpty());
    assertThat(price).containsText("Pricing…");
    assertThat(button).isDisabled();

    held.forEach(Route::resume);
    assertThat(price).containsText("1 credit");
    assertThat(button).isEnabled();
  }

  /** The server takes what is asked, but something between it and the page gives up. */
  private static void loseAnswers(Page page, String address) {
    page.route(
        address,
        route -> {
          route.fetch();
          route.fulfill(
              new Route.FulfillOptions()
                  .setStatus(504)
                  .setContentType("text/html")
                  .setBody("<h1>Gateway Timeout</h1>"));
        });
  }

  /** The page itself asks again for a while. */
  private static ContainsTextOptions afterAllTries() {
    return new ContainsTextOptions().setTimeout(LONG_MS);
  }

  private static Set<String> jobs() {
    return new HashSet<>(
        given().get("/api/jobs?limit=100").jsonPath().getList("items.id", String.class));
  }

  private static void assertOneIsPaid(Set<String> before) {
    Set<String> more = jobs();
    more.removeAll(before);
    assertEquals(1, more.size(), "new jobs");
    String paid = "items.findAll { it.jobId == '%s' }.delta".formatted(more.iterator().next());
    assertEquals(
        List.of(-1),
        given().get("/api/credits/transactions?limit=100").jsonPath().getList(paid, Integer.class));
  }
}
