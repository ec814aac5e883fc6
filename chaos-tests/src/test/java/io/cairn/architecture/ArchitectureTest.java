package io.cairn.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The arrows of docs/architecture.md. When a rule fails there are two ways out, and each rule names
 * them: move the code to the side of the arrow where it belongs, or change the architecture page
 * and this test together, with a decision page.
 */
class ArchitectureTest {

  private static final String[] PURE = {"io.cairn.coordinator.checkpoint.."};

  private static JavaClasses cairn;

  @BeforeAll
  static void read() {
    cairn =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/cairn-chaos-tests"))
            .importPackages("io.cairn");
  }

  @Test
  void theStateMachineKnowsTheJdkAndPersistentCollectionsOnly() {
    check(
        classes()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "io.cairn.coordinator.checkpoint..",
                "java.lang..",
                "java.util..",
                "java.nio.charset..",
                "org.pcollections..",
                "org.jspecify.annotations..",
                "com.google.errorprone.annotations.."),
        "move what acts or translates to leader, codec or replication");
  }

  @Test
  void theStateMachineHasNoClockNoRandomAndNoThread() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.time..", "java.util.concurrent..", "java.io..", "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID"),
        "put the value into the event, where the leader measured or drew it");
  }

  @Test
  void onlyReplicationKnowsJraft() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.cairn.coordinator.replication..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.alipay..", "com.sofa.."),
        "go through ReplicatedState, or widen it");
  }

  @Test
  void onlyTheBlobStoreKnowsHadoop() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.cairn.storage.blob..", "io.cairn.cli.hdfs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hadoop.."),
        "go through BlobStore, or widen it (cli.hdfs runs the demo's own servers)");
  }

  @Test
  void onlyTheStateStoreAndTheLogKnowRocksDb() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.cairn.storage.state..", "io.cairn.coordinator.replication..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb.."),
        "go through KeyedStateStore, or widen it");
  }

  @Test
  void nobodyNeedsToKnowRocksDbToUseStorage() {
    DescribedPredicate<JavaClass> rocks = resideInAPackage("org.rocksdb..");
    check(
        noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.cairn.storage..")
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .arePublic()
            .should()
            .haveRawReturnType(rocks)
            .orShould(
                have(
                    describe(
                        "parameters or exceptions of RocksDB",
                        (JavaMethod method) ->
                            method.getRawParameterTypes().stream().anyMatch(rocks)
                                || method.getExceptionTypes().stream().anyMatch(rocks)))),
        "translate it in storage.state");
  }

  @Test
  void coordinatorPackagesDependDownwardsOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.cairn.coordinator.replication..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.cairn.coordinator.leader..",
                "io.cairn.coordinator.session..",
                "io.cairn.coordinator.admin..",
                "io.cairn.coordinator.app.."),
        "publish it through a listener of ReplicatedState");
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.cairn.coordinator.leader..",
                "io.cairn.coordinator.session..",
                "io.cairn.coordinator.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.cairn.coordinator.app.."),
        "hand it in from the wiring");
  }

  @Test
  void theCoordinatorUsesNothingOfStorageButTheBlobStore() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.cairn.coordinator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cairn.storage.state..", "io.cairn.storage.snapshot.."),
        "snapshots are the agents' business; the coordinator holds handles");
  }

  @Test
  void coordinatorAndAgentKnowEachOtherByMessagesOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.cairn.coordinator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cairn.agent..", "io.cairn.api.."),
        "say it in protocol");
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.cairn.agent..", "io.cairn.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.cairn.coordinator.."),
        "say it in protocol");
  }

  @Test
  void storageProtocolAndProcessKnowNothingElseOfOurs() {
    for (String module : new String[] {"storage", "protocol", "process"}) {
      check(
          noClasses()
              .that()
              .resideInAPackage("io.cairn." + module + "..")
              .should()
              .dependOnClassesThat(
                  resideInAPackage("io.cairn..")
                      .and(resideOutsideOfPackage("io.cairn." + module + ".."))),
          "these modules are below all others");
    }
  }

  @Test
  void jobsAreWrittenOnThePublicApiOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.cairn.examples..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.cairn.agent..",
                "io.cairn.coordinator..",
                "io.cairn.storage..",
                "io.cairn.protocol..",
                "io.cairn.process.."),
        "what a job needs belongs in io.cairn.api");
  }

  @Test
  void theIndependentReaderIsIndependent() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.cairn.examples.flights.verdict..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.cairn.api.."),
        "a verdict that shares code with the job proves nothing");
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.cairn.coordinator.(*)..").should().beFreeOfCycles().check(cairn);
    slices().matching("io.cairn.storage.(*)..").should().beFreeOfCycles().check(cairn);
    slices().matching("io.cairn.process.(*)..").should().beFreeOfCycles().check(cairn);
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.cairn.protocol.v1..")
            .should()
            .haveNameMatching(".*(Manager|Util|Utils|Helper|Impl|Base|Common)$"),
        "name what it does, by the words of docs/architecture.md");
  }

  private static void check(ArchRule rule, String wayOut) {
    rule.as(rule.getDescription() + ". Way out: " + wayOut + "; or change the architecture page")
        .check(cairn);
  }
}
