package dev.darkroom.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A browser of this machine, and one page in it, which must never complain. */
public final class Chromium implements AutoCloseable {
  /** Where pictures of the page are kept, for people to look at. */
  private static final Path SHOTS = Path.of("target", "page");

  private static final double WITHIN_MS = 30_000;

  /** What the rules of WCAG 2.2 AA, and good practice, are called there. */
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private final Playwright playwright;
  private final Browser browser;
  private final URI server;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private BrowserContext context;
  private Page page;

  /** How large a screen is, in CSS pixels, and whether it is dark. */
  public record Screen(int width, int height, boolean dark) {
    public static final Screen DESKTOP = new Screen(1440, 900, false);
    public static final Screen NIGHT = new Screen(1440, 900, true);
    public static final Screen PHONE = new Screen(390, 844, false);

    /** All of them. */
    public static final List<Screen> ALL = List.of(DESKTOP, NIGHT, PHONE);

    @Override
    public String toString() {
      return equals(PHONE) ? "phone" : dark ? "night" : "day";
    }
  }

  /**
   * Starts it.
   *
   * @param server whose page it opens, such as {@code http://localhost:8080/}
   */
  public Chromium(URI server) {
    this.server = server;
    // Assertions have a limit of their own, which is short.
    PlaywrightAssertions.setDefaultAssertionTimeout(WITHIN_MS);
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(NeedsBrowser.program().orElseThrow())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    this.context = browser.newContext();
    this.page = context.newPage();
  }

  /** A new page of a visitor who was never there, at this place, such as {@code library}. */
  public Page open(Screen screen, String place) {
    context.close();
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(screen.width(), screen.height())
                .setAcceptDownloads(true)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(screen.dark() ? ColorScheme.DARK : ColorScheme.LIGHT));
    context.setDefaultTimeout(WITHIN_MS);
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(server.resolve("/#/" + place).toString());
    return page;
  }

  /** The one that was opened last. */
  public Page page() {
    return page;
  }

  /** Another place of the same page. */
  public void go(String place) {
    page.navigate(server.resolve("/#/" + place).toString());
  }

  /** Keeps a picture of the page, as it is now. */
  public void shot(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
  }

  /**
   * Nothing on the page keeps anybody from using it, as far as a program can judge.
   *
   * @param without rules that say nothing of this place
   */
  public void assertAccessible(String place, String... without) {
    List<String> violations =
        new AxeBuilder(page)
            .withTags(RULES).analyze().getViolations().stream()
                .filter(rule -> !List.of(without).contains(rule.getId()))
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .toList();
    assertEquals(List.of(), violations, place);
  }

  /**
   * The browser had nothing to complain of: no error of a script, no breach of the page's policy.
   *
   * @param expected beginnings of complaints that the test itself caused
   */
  public void assertSilent(String... expected) {
    List<String> others =
        complaints.stream()
            .filter(words -> List.of(expected).stream().noneMatch(words::startsWith))
            .toList();
    complaints.clear();
    assertEquals(List.of(), others);
  }

  @Override
  public void close() {
    playwright.close();
  }
}
