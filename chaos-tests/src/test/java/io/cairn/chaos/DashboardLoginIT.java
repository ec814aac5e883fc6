package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterAccess;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.process.security.Role;
import io.cairn.process.security.TokenList;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard of a cluster that asks who looks, in a real browser, at a follower. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DashboardLoginIT {
  private static final long ENDLESS = 100_000;
  private static final int PHONE = 390;
  private static final String JOB = "flight-delays";
  private static final JobSubmission.Policy POLICY =
      new JobSubmission.Policy(2_000, 120_000, 3, 200);

  private static FlightDelaysRun run;
  private static ClusterAccess access;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Browser.assumeInstalled();
    ClusterPlan plan =
        ClusterPlan.small("dashboard-login", ClusterPlan.Store.FILE, false).withAccess();
    run = FlightDelaysRun.start(plan, ENDLESS, POLICY);
    access = run.cluster().access().orElseThrow();
    browser = Browser.start();
  }

  @AfterAll
  static void stop() throws IOException {
    Browser.close(browser, run);
  }

  @BeforeEach
  void openAtAFollower() {
    browser.desktop();
    browser.forget("http://" + run.follower() + "/");
    browser.awaitText("This cluster asks who you are");
  }

  private static void logIn(String token) {
    browser.fillForm("token", token);
    browser.click("Log in");
  }

  @Test
  void nothingIsShownBeforeATokenThatIsKnown() throws Exception {
    assertFalse(browser.text().contains(JOB));
    browser.screenshot("login");
    browser.click("◐");
    browser.awaitPainted();
    browser.screenshot("login-other-theme");
    browser.phone(PHONE);
    browser.awaitPainted();
    assertTrue(browser.width() <= PHONE, browser.width() + " px wide");
    browser.screenshot("login-phone");
    browser.desktop();
    browser.click("◐");
    logIn("cairn_wrong");
    browser.awaitText("this token is not known here");
    assertFalse(browser.text().contains(JOB));
    browser.screenshot("login-refused");
    logIn(access.token(Role.ADMIN));
    browser.awaitRow(JOB, "RUNNING");
    browser.reload();
    browser.awaitRow(JOB, "RUNNING");
    browser.awaitText("Log out");
    browser.click("Log out");
    browser.awaitText("This cluster asks who you are");
    assertFalse(browser.text().contains(JOB));
  }

  @Test
  void aViewerIsOfferedNoButtonThatChangesSomething() throws Exception {
    logIn(access.token(Role.VIEWER));
    browser.awaitRow(JOB, "RUNNING");
    browser.awaitText("viewer");
    browser.screenshot("viewer");
    browser.go("#/jobs/" + run.jobId());
    browser.awaitText("Checkpoints, the last");
    for (String page : List.of("", "/settings", "/savepoints")) {
      browser.go("#/jobs/" + run.jobId() + page);
      browser.awaitNoText("Loading");
      for (String button : List.of("Pause checkpoints", "Take a checkpoint", "Change", "Stop")) {
        assertFalse(browser.hasButton(button), page + ": " + button);
      }
    }
    browser.phone(PHONE);
    browser.go("#/members");
    browser.awaitText("Coordinators");
    browser.awaitPainted();
    assertFalse(browser.hasButton("Transfer leadership"));
    assertTrue(browser.width() <= PHONE, browser.width() + " px wide");
    browser.screenshot("viewer-phone");
  }

  @Test
  void anOperatorsNameIsTheProvedOne() throws Exception {
    logIn(access.token(Role.OPERATOR));
    browser.awaitRow(JOB, "RUNNING");
    browser.go("#/jobs/" + run.jobId() + "/settings");
    browser.awaitRow("retained");
    browser.clickInRow("retained", "Change");
    browser.fill("value", "6");
    browser.confirm("Change it");
    browser.awaitRow("operator", "retained: 3 → 6");
    browser.screenshot("operator-settings");
    browser.go("#/members");
    browser.awaitText("Coordinators");
    assertTrue(browser.hasButton("Transfer leadership"));
    assertFalse(browser.hasButton("Remove"));
  }

  @Test
  void whoseTokenIsRevokedIsAskedAgain() throws Exception {
    TokenList before = TokenList.read(access.tokenFile());
    logIn(access.token(Role.VIEWER));
    browser.awaitRow(JOB, "RUNNING");
    try {
      before.without("viewer", "").write(access.tokenFile());
      browser.awaitText("This cluster asks who you are");
      assertFalse(browser.text().contains(JOB));
    } finally {
      before.write(access.tokenFile());
    }
    assertEquals(before, TokenList.read(access.tokenFile()));
  }
}
