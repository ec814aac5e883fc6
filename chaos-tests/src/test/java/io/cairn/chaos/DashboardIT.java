package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.process.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/**
 * The dashboard as a person uses it: a real browser at a follower of a real cluster. Its agent a2
 * uploads slowly, so that a full checkpoint is in progress for some seconds.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DashboardIT {
  private static final long ENDLESS = 100_000;
  private static final int PHONE = 390;
  private static final String JOB = "flight-delays";
  private static final String NAME = "ada";

  /** A page of the dashboard, and a text that is on it once it has its data. */
  private record Page(String name, String hash, String text) {}

  private static FlightDelaysRun run;
  private static Browser browser;
  private static HostPort opened;

  @BeforeAll
  static void start() throws Exception {
    Browser.assumeInstalled();
    run = FlightDelaysRun.start("cairn-dashboard", ENDLESS);
    browser = Browser.start();
    browser.followEventsOnly();
    Await.until(
        FlightDelaysRun.BOUND,
        () -> run.job().path("lastCompleted").asLong() > 0,
        () -> "a first checkpoint");
  }

  @AfterAll
  static void stop() throws Exception {
    Browser.close(browser, run);
  }

  @BeforeEach
  void openAtAFollower() {
    browser.desktop();
    opened = run.follower();
    browser.open("http://" + opened + "/");
    browser.awaitRow(JOB, "RUNNING");
    browser.mark();
    var unused = browser.complaints(); // of the test before
  }

  @AfterEach
  void nobodyLoadedThePageAnew() {
    assertTrue(browser.isMarked(), "a page never loads itself anew");
  }

  private static String job() {
    return "#/jobs/" + run.jobId();
  }

  private static JsonNode get(String path) throws InterruptedException {
    return run.cluster().admin().get("jobs/" + run.jobId() + path);
  }

  private static void awaitApi(String path, String pointer, String want) {
    browser.await(
        () -> get(path).at(pointer).asText().equals(want), want + " at " + path + pointer);
  }

  private static List<Page> pages(long checkpoint) {
    return List.of(
        new Page("overview", "#/", "Needs attention"),
        new Page("members", "#/members", "Coordinators"),
        new Page("storage", "#/storage", "Space of retained checkpoints"),
        new Page("job", job(), "Checkpoints, the last"),
        new Page("settings", job() + "/settings", "intervalMillis"),
        new Page("savepoints", job() + "/savepoints", "Kept, newest first"),
        new Page("checkpoint", job() + "/checkpoints/" + checkpoint, "by-airport/0"));
  }

  @Test
  void everyPageShowsWhatItIsAboutOnADesktopAndOnAPhone() throws Exception {
    for (Page page : pages(get("").path("lastCompleted").asLong())) {
      browser.desktop();
      browser.go(page.hash());
      browser.awaitText(page.text());
      browser.awaitPainted();
      browser.screenshot(page.name());
      browser.phone(PHONE);
      browser.awaitText(page.text());
      browser.awaitPainted();
      assertTrue(browser.width() <= PHONE, page.name() + " is " + browser.width() + " px wide");
      browser.screenshot(page.name() + "-phone");
    }
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void theKeyboardIsEnough() {
    browser.go(job());
    browser.awaitText("Checkpoints, the last");
    assertEquals("main", browser.focused(), "a new page has the focus");
    for (int i = 0; !browser.focusedText().equals("Take a checkpoint"); i++) {
      assertTrue(i < 10, "the first button is reached by Tab; now: " + browser.focusedText());
      browser.press(Keys.TAB);
    }
    browser.press(Keys.ENTER);
    browser.awaitDialog();
    browser.press(Keys.ESCAPE);
    browser.awaitNoDialog();
    assertEquals("Take a checkpoint", browser.focusedText(), "the focus is back where it was");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void checkpointsArePausedTakenWatchedAndResumed() throws Exception {
    browser.go(job());
    browser.click("Pause checkpoints");
    browser.click("Cancel");
    browser.awaitNoDialog();
    assertEquals("ON", get("").path("checkpointing").asText(), "nothing is done unconfirmed");

    browser.click("Pause checkpoints");
    browser.fill("who", NAME);
    browser.confirm("Pause");
    awaitApi("", "/checkpointing", "PAUSED");
    browser.awaitText("Resume checkpoints");
    browser.await(() -> get("").path("running").isEmpty(), "no checkpoint in progress");

    long id = take("full");
    browser.go(job() + "/checkpoints/" + id);
    browser.awaitText("Checkpoint " + id);
    browser.awaitRow("a2", "LOCAL");
    browser.screenshot("checkpoint-in-progress");
    browser.awaitText("COMPLETED");

    browser.go(job());
    browser.click("Resume checkpoints");
    browser.confirm("Resume");
    awaitApi("", "/checkpointing", "ON");
    assertEquals(List.of(), browser.complaints());
  }

  /** By clicks; returns its id when the page shows it. */
  private static long take(String mode) throws Exception {
    long last = get("/checkpoints?limit=1").at("/checkpoints/0/id").asLong();
    browser.click("Take a checkpoint");
    browser.fill("mode", mode);
    browser.confirm("Take it");
    long[] id = {0};
    browser.await(
        () -> {
          JsonNode newest = get("/checkpoints?limit=1").at("/checkpoints/0");
          id[0] = newest.path("id").asLong();
          return id[0] > last && newest.path("kind").asText().equals("MANUAL");
        },
        "a MANUAL checkpoint");
    browser.awaitRow(String.valueOf(id[0]), "manual");
    return id[0];
  }

  @Test
  void aSettingIsChangedAndItsHistoryShown() throws Exception {
    browser.go(job() + "/settings");
    browser.awaitRow("retained");
    browser.clickInRow("retained", "Change");
    browser.fill("value", "5");
    browser.fill("who", NAME);
    browser.confirm("Change it");
    awaitApi("/settings", "/settings/retained", "5");
    browser.awaitRow(NAME, "retained: 3 → 5");
    browser.screenshot("settings");

    browser.clickInRow("retained", "Change");
    browser.fill("value", "0");
    browser.click("Change it");
    browser.awaitRefusal();
    browser.click("Cancel");
    awaitApi("/settings", "/settings/retained", "5");
  }

  @Test
  void aSavepointIsTakenAndDeleted() throws Exception {
    browser.go(job() + "/savepoints");
    browser.click("Take a savepoint");
    browser.fill("name", "by-click");
    browser.fill("who", NAME);
    browser.confirm("Take it");
    browser.awaitRow("by-click", "COMPLETED");
    browser.screenshot("savepoints");
    browser.clickInRow("by-click", "Delete");
    browser.fill("who", NAME);
    browser.confirm("Delete it");
    browser.awaitNoRow("by-click");
    assertTrue(get("/savepoints").path("savepoints").isEmpty(), "the cluster has deleted it");
    assertEquals(List.of(), browser.complaints());
  }

  /** But the one about storage, which shows a plan that only a leader makes: it says just that. */
  @Test
  void everyPageSaysThatNoMajorityIsLeft() throws Exception {
    List<Page> pages =
        pages(get("").path("lastCompleted").asLong()).stream()
            .filter(page -> !page.name().equals("storage"))
            .toList();
    List<String> others = new ArrayList<>(run.cluster().coordinators());
    others.remove(run.cluster().adminAddresses().indexOf(opened));
    others.forEach(run.cluster()::kill);
    try {
      for (Page page : pages) {
        browser.go(page.hash());
        browser.awaitText("No quorum: this is what one coordinator knows by itself");
      }
      browser.screenshot("no-quorum");
    } finally {
      others.forEach(run.cluster()::restart);
      for (String other : others) {
        browser.await(() -> run.cluster().ready(other), other + " serves again");
      }
    }
    browser.go("#/");
    browser.awaitText("Nothing.");
  }

  @Test
  void thePageGoesOnWhenTheLeaderDies() throws Exception {
    String leader = run.leader();
    browser.go(job());
    browser.awaitText("Checkpoints, the last");
    browser.mark();
    long completed = get("").path("lastCompleted").asLong();
    run.cluster().kill(leader);
    browser.await(() -> !run.leader().equals(leader), "a leader that is not " + leader);
    browser.await(
        () -> get("").path("lastCompleted").asLong() > completed + 1, "checkpoints go on");
    long newer = get("").path("lastCompleted").asLong();
    browser.awaitRow(String.valueOf(newer), "COMPLETED");
    browser.go("#/");
    browser.awaitText(leader + ": UNREACHABLE");
    browser.screenshot("leader-killed");
    run.cluster().restart(leader);
    browser.await(() -> run.cluster().ready(leader), leader + " serves again");
    browser.awaitText("Nothing.");
    List<String> others =
        browser.complaints().stream().filter(line -> !line.contains("status of 503")).toList();
    assertEquals(List.of(), others, "only what had no leader for a moment may be complained about");
  }
}
