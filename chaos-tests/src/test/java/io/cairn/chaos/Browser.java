package io.cairn.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;

/**
 * A headless Chromium of its own, found by what its pages show: texts, buttons, labels. It draws
 * anew whenever an event arrives, so whatever is looked for is looked for again until it is there.
 */
final class Browser implements AutoCloseable {
  static final Duration BOUND = Duration.ofSeconds(30);

  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 800;

  /**
   * The page asks every 5 s as well. Without those timers only the stream of events can bring what
   * is new; and a page that was loaded anew has lost the mark.
   */
  private static final String ONLY_EVENTS =
      """
      const timer = window.setTimeout;
      window.setTimeout = (work, millis, ...rest) =>
        millis >= 4000 ? 0 : timer(work, millis, ...rest);
      """;

  private final ChromeDriver driver;
  private final Path profile;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /** Ends the test as skipped where there is no Chromium. */
  static void assumeInstalled() {
    assumeTrue(
        Files.isExecutable(DRIVER) && Files.isExecutable(CHROMIUM),
        "the dashboard is not tested: "
            + CHROMIUM
            + " or "
            + DRIVER
            + " is missing; install chromium and chromium-driver");
  }

  static Browser start() throws IOException {
    Path profile = Files.createTempDirectory("cairn-chromium");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--window-size=" + WIDTH + "," + HEIGHT,
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    options.setPageLoadTimeout(BOUND);
    options.setScriptTimeout(BOUND);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    Browser browser = new Browser(new ChromeDriver(service, options), profile);
    browser.desktop();
    return browser;
  }

  void open(String url) {
    driver.get(url);
  }

  /** Another page of the dashboard, without loading it anew; returns when it has its data. */
  void go(String hash) {
    driver.executeScript("location.hash = arguments[0]", hash);
    await(
        () ->
            Boolean.TRUE.equals(
                driver.executeScript(
                    "return location.hash.endsWith(arguments[0].slice(1))"
                        + " && document.querySelector('main h1') !== null",
                    hash)),
        "the page " + hash);
  }

  /** Waits until the browser has painted what it was told. */
  void awaitPainted() {
    driver.executeAsyncScript(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))");
  }

  /** From the next page on, nothing is asked for again but when the stream tells something. */
  void followEventsOnly() {
    driver.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", ONLY_EVENTS));
  }

  /** Marks this page; {@link #isMarked} is false once it was loaded anew. */
  void mark() {
    driver.executeScript("window.cairnTestMark = true");
  }

  boolean isMarked() {
    return Boolean.TRUE.equals(driver.executeScript("return window.cairnTestMark === true"));
  }

  /** Waits for this text anywhere on the page. */
  void awaitText(String text) {
    await(() -> text().contains(text), "the text '" + text + "'");
  }

  /** Waits until the text is nowhere on the page. */
  void awaitNoText(String text) {
    await(() -> !text().contains(text), "no text '" + text + "'");
  }

  /** Waits for a line of a table that holds all these texts. */
  void awaitRow(String... texts) {
    await(
        () -> rows().stream().anyMatch(line -> Stream.of(texts).allMatch(line::contains)),
        "a row with " + List.of(texts));
  }

  /** Waits until no line of a table holds the text. */
  void awaitNoRow(String text) {
    await(
        () -> rows().stream().noneMatch(line -> line.contains(text)), "no row with '" + text + "'");
  }

  private List<String> rows() {
    Object found =
        driver.executeScript(
            "return [...document.querySelectorAll('tbody tr')].map((row) => row.innerText)");
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** Clicks the button or link with exactly this text, when it is there and enabled. */
  void click(String text) {
    String path = "//*[self::button or self::a][normalize-space()='" + text + "'][not(@disabled)]";
    act(() -> driver.findElement(By.xpath(path)).click(), "click '" + text + "'");
  }

  /** Clicks the button with this text in the row that holds another. */
  void clickInRow(String row, String button) {
    String path =
        "//tr[contains(normalize-space(), '"
            + row
            + "')]//button[normalize-space()='"
            + button
            + "']";
    act(() -> driver.findElement(By.xpath(path)).click(), "click '" + button + "' at " + row);
  }

  /** Whether there is a button with exactly this text. */
  boolean hasButton(String text) {
    return !driver.findElements(By.xpath("//button[normalize-space()='" + text + "']")).isEmpty();
  }

  /** Opens a page as a new tab would, which has kept nothing. */
  void forget(String url) {
    driver.get(url);
    driver.executeScript("sessionStorage.clear()");
    driver.get("about:blank"); // lest the address differs in its hash only
    driver.get(url);
  }

  /** Loads the page anew, as a person does. */
  void reload() {
    driver.navigate().refresh();
  }

  /** Fills a field of a form that is on the page. */
  void fillForm(String name, String value) {
    act(
        () -> {
          WebElement field = driver.findElement(By.cssSelector("main form [name='" + name + "']"));
          field.clear();
          field.sendKeys(value);
        },
        "fill " + name);
  }

  /** Fills a field of the open dialog. */
  void fill(String name, String value) {
    act(
        () -> {
          WebElement field = driver.findElement(By.cssSelector("dialog [name='" + name + "']"));
          if (field.getTagName().equals("select")) {
            new Select(field).selectByVisibleText(value);
          } else {
            field.clear();
            field.sendKeys(value);
          }
        },
        "fill " + name);
  }

  /** Agrees: clicks the dialog's button, and waits until the dialog is gone. */
  void confirm(String button) {
    act(
        () ->
            driver
                .findElement(By.xpath("//dialog//button[normalize-space()='" + button + "']"))
                .click(),
        "confirm by '" + button + "'");
    awaitNoDialog();
  }

  void awaitDialog() {
    await(() -> !driver.findElements(By.cssSelector("dialog[open]")).isEmpty(), "a dialog");
  }

  /** Waits until the dialog says why the cluster refused. */
  void awaitRefusal() {
    await(
        () -> !driver.findElements(By.cssSelector("dialog[open] [role=alert]")).isEmpty(),
        "a refusal in the dialog");
  }

  void awaitNoDialog() {
    await(
        () -> driver.findElements(By.cssSelector("dialog[open]")).isEmpty(),
        "no dialog; it says: " + text());
  }

  /** Presses a key where the focus is. */
  void press(Keys key) {
    act(() -> driver.switchTo().activeElement().sendKeys(key), "press " + key.name());
  }

  /** The element with the focus: its id, else its class, else its text. */
  String focused() {
    return String.valueOf(
        driver.executeScript(
            "const e = document.activeElement; return e.id || e.className || e.innerText"));
  }

  /** The text of the element with the focus. */
  String focusedText() {
    return String.valueOf(driver.executeScript("return document.activeElement.innerText")).strip();
  }

  void desktop() {
    metrics(WIDTH, HEIGHT, false);
  }

  void phone(int width) {
    metrics(width, HEIGHT, true);
  }

  private void metrics(int width, int height, boolean mobile) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
  }

  /** How wide the page is, in pixels; what is wider than the screen must be scrolled sideways. */
  long width() {
    Object width = driver.executeScript("return document.documentElement.scrollWidth");
    return ((Number) width).longValue();
  }

  /** Keeps what is shown as {@code target/screenshots/NAME.png}. */
  void screenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** What the page complained about since it was asked last. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  String text() {
    return String.valueOf(driver.executeScript("return document.body.innerText"));
  }

  /** Until it holds; what was found may be drawn anew at any moment. */
  void await(Await.Condition condition, String what) {
    Await.until(BOUND, condition, () -> what + "; the page shows:\n" + text());
  }

  private void act(Runnable action, String what) {
    await(
        () -> {
          try {
            action.run();
            return true;
          } catch (WebDriverException notYet) {
            return false;
          }
        },
        what);
  }

  /** Closes a browser and then the cluster that it showed, as far as they were started. */
  static void close(@Nullable Browser browser, @Nullable FlightDelaysRun run) throws IOException {
    try {
      if (browser != null) {
        browser.close();
      }
    } finally {
      if (run != null) {
        run.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    driver.quit();
    try (Stream<Path> all = Files.walk(profile)) {
      all.sorted(Comparator.reverseOrder()).forEach(Browser::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
