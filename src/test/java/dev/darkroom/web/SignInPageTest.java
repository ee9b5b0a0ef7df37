package dev.darkroom.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.darkroom.testing.Chromium;
import dev.darkroom.testing.Chromium.Screen;
import dev.darkroom.testing.NeedsBrowser;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in and out, as a person does it. */
@QuarkusTest
@TestProfile(SignedInTest.WithProvider.class)
@ExtendWith(NeedsBrowser.class)
class SignInPageTest extends SignedInTest {

  @Test
  void aPersonSignsInIsNamedAndSignsOut() {
    try (Chromium chromium = new Chromium(server)) {
      Page page = chromium.open(Screen.DESKTOP, "library");
      Locator signIn =
          page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"));
      assertThat(signIn).isVisible();
      chromium.assertAccessible("the page of nobody");
      chromium.shot("signed-out");

      signIn.click();
      page.getByLabel("E-mail address").fill("ann@example.com");
      page.keyboard().press("Enter");
      Locator account = page.locator("nav.rail dr-account");
      assertThat(account).containsText("ann@example.com");
      assertThat(page.locator("nav.rail")).not().containsText("Admin");
      chromium.assertAccessible("the page of somebody");
      chromium.shot("signed-in");

      account.getByText("Sign out").click();
      assertThat(signIn).isVisible();
      // Whoever is not signed in is told so at each request; the provider's page has no icon.
      chromium.assertSilent(
          "Failed to load resource: the server responded with a status of 401",
          "Failed to load resource: the server responded with a status of 404");
    }
  }
}
